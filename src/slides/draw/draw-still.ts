import type { StillContent } from '../../lesson/plan-types.js';
import { measureText } from '../fonts/glyphs.js';
import type { Arrangement } from '../layout/fit.js';
import { endArrangement, titleArrangement } from '../stills/cards.js';
import { pauseArrangement } from '../stills/pause.js';
import { preparedContent } from '../stills/prepared-content.js';
import { settingFor } from '../stills/setting.js';
import { slideArrangement } from '../stills/slide.js';
import { groundSvg } from './ground.js';
import { lineImage } from './line-image.js';
import { sharp } from './sharp.js';

/** `native`: the learner's language (`zh`, `ja-JP`), by which Chinese characters get their font. */
export interface StillOptions {
  native?: string | null;
}

/**
 * Where everything on a still goes: text lines and shapes in pixels of the picture, all text within the safe area.
 *
 * @throws LangflixError `MissingGlyph` where no font has a character of the content.
 */
export function arrangeStill(
  content: StillContent,
  size: { width: number; height: number },
  { native }: StillOptions = {},
): Arrangement {
  const setting = settingFor(size, measureText, native);
  const clean = preparedContent(content);
  switch (clean.kind) {
    case 'title':
      return titleArrangement(clean, setting);
    case 'pause':
      return pauseArrangement(clean, setting);
    case 'slide':
      return slideArrangement(clean, setting);
    case 'end':
      return endArrangement(clean, setting);
  }
}

/**
 * Draws a title, pause, slide or end card. The same content and size give the same bytes.
 *
 * @param size in pixels; the layout is made for pictures from 480x204 on, in landscape or portrait
 * @returns a PNG
 * @throws LangflixError `MissingGlyph` where no font has a character of the content.
 */
export async function drawStill(
  content: StillContent,
  size: { width: number; height: number },
  options: StillOptions = {},
): Promise<Buffer> {
  const arrangement = arrangeStill(content, size, options);
  const images = await Promise.all(arrangement.lines.map(lineImage));
  return await sharp(Buffer.from(groundSvg(arrangement)))
    .composite(images)
    .removeAlpha()
    .png({ compressionLevel: 6 })
    .toBuffer();
}
