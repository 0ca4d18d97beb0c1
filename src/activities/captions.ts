import type { LessonFormat, Segment } from '../lesson/index.js';
import {
  assertDrawable,
  captionTheme,
  cleanText,
  measureText,
  pauseBar,
  shortTheme,
} from '../slides/index.js';
import { captionsToAss, timeBarToAss } from '../subtitles/index.js';

/**
 * The script of what is drawn over a segment's picture: its captions, or a pause's bar; null when there is nothing.
 * Decoration that no font has (emoji, notes of music) is left away; a letter that no font has is an error, not a box.
 *
 * @param native the learner's language, which decides how Han characters look
 * @throws LangflixError `MissingGlyph`
 */
export function captionScript(segment: Segment, format: LessonFormat, native: string | null): string | null {
  const { width, height, frameRate } = format;
  if (segment.kind === 'pause') {
    return timeBarToAss(pauseBar(format), format, (segment.samples * 1000) / format.sampleRate);
  }
  const captions = segment.captions
    .map((caption) => {
      const { text, ranges } = cleanText(caption.text, caption.lit);
      assertDrawable(text, segment.label);
      return { ...caption, text, lit: ranges };
    })
    .filter(({ text }) => text !== '');
  if (captions.length === 0) return null;
  return captionsToAss(captions, {
    width,
    height,
    frameRate,
    native,
    measure: measureText,
    theme: segment.kind === 'short' ? shortTheme : captionTheme,
    inset: segment.picture.type === 'episode' ? segment.picture.inset : undefined,
  });
}
