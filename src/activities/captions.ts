import type { LessonFormat, Segment } from '../lesson/index.js';
import { assertDrawable, captionTheme, cleanText, measureText } from '../slides/index.js';
import { captionsToAss } from '../subtitles/index.js';

/**
 * The script of a segment's captions, or null when it has none. Decoration that no font has (emoji, notes of music)
 * is left away; a letter that no font has is an error, not a box.
 *
 * @param native the learner's language, which decides how Han characters look
 * @throws LangflixError `MissingGlyph`
 */
export function captionScript(segment: Segment, format: LessonFormat, native: string | null): string | null {
  const captions = segment.captions
    .map((caption) => {
      const { text, ranges } = cleanText(caption.text, caption.lit);
      assertDrawable(text, segment.label);
      return { ...caption, text, lit: ranges };
    })
    .filter(({ text }) => text !== '');
  if (captions.length === 0) return null;
  const { width, height, frameRate } = format;
  return captionsToAss(captions, {
    width,
    height,
    frameRate,
    native,
    measure: measureText,
    theme: captionTheme,
  });
}
