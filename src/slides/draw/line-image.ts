import { directionMark } from '../../subtitles/index.js';
import { loadFonts } from '../fonts/families.js';
import { fontStack, inkTop } from '../fonts/glyphs.js';
import type { TextLine, TextRun } from '../layout/piece.js';
import { sharp } from './sharp.js';

let registered: Promise<void> | undefined;

/** Makes every font file known to Pango, which does so for one file a call, and for the whole process. */
function registerFonts(): Promise<void> {
  registered ??= (async () => {
    for (const { family, bold, path } of loadFonts()) {
      const font = `${family}${bold ? ' Bold' : ''} 8`;
      await sharp({ text: { text: 'a', font, fontfile: path, dpi: 72 } })
        .raw()
        .toBuffer();
    }
  })();
  return registered;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as Pango markup shows it literally. Characters that XML does not allow are left out. */
export function escapeMarkup(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}

function markup({ text, family, bold, colour }: TextRun): string {
  const face = fontStack(family).join(',');
  return `<span font_family="${face}" weight="${bold ? 'bold' : 'normal'}" foreground="${colour}">${escapeMarkup(text)}</span>`;
}

/** A line as pixels, with its place in the picture. */
export interface LineImage {
  input: Buffer;
  raw: { width: number; height: number; channels: 4 };
  left: number;
  top: number;
}

/**
 * Sets one line with Pango. sharp gives back the line's ink without saying where it lies; that comes from the fonts,
 * so that all lines keep to their baselines, with descenders or without. At the edge where they begin, lines are flush
 * with their ink:
 * letters of all sizes then stand on one edge, which side bearings, growing with the size, would make ragged.
 */
export async function lineImage(line: TextLine): Promise<LineImage> {
  await registerFonts();
  const { data, info } = await sharp({
    text: {
      text: `${directionMark(line.runs.map(({ text }) => text).join(''), line.direction)}${line.runs.map(markup).join('')}`,
      font: `${fontStack(line.runs[0]?.family ?? '').join(',')} ${line.px}`,
      rgba: true,
      dpi: 72,
      wrap: 'none',
    },
  })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const free = line.width - info.width;
  return {
    input: data,
    raw: { width: info.width, height: info.height, channels: 4 },
    left: Math.round(line.x + free * { left: 0, centre: 0.5, right: 1 }[line.align]),
    top: Math.round(line.y + line.baseline - inkTop(line.runs) * line.px),
  };
}
