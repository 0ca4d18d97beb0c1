import type { Range } from '../../lesson/plan-types.js';

/** Text that can be drawn, and ranges that still cover the same words in it. */
export interface CleanText {
  text: string;
  ranges: Range[];
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Signs that count as pictographs in Unicode, but are ordinary text. */
const TEXT_SIGNS = /^[©®™‼⁉↔-↪〰〽㊗㊙]/u;
const PICTOGRAPH = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier})/u;
const MUSIC = /^[\u2669-\u266c\u{1d100}-\u{1d1ff}]/u;
/** Controls, bidi overrides and isolates, soft hyphens, variation selectors, broken surrogates, keycaps. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]|\u20e3/gu;
/**
 * Marks on one letter beyond these are no writing: they would tower over the lines above, and a few hundred of them
 * over the whole picture. Burmese has the most, seven.
 */
const PILED_MARKS = /(\p{M}{8})\p{M}+/gu;
/** Joiners mean something between letters of some scripts, and nothing elsewhere. */
const JOINER = /\u200c|\u200d/u;
const CLOSING = /^[,.!?;:…)\]}»”’、。，！？،؛؟]/u;

/** What is drawn for one grapheme: nothing for decoration, a space or a line break for any kind of white space. */
function drawn(grapheme: string): string {
  if (/^(?:\r\n|[\n\r\v\f\x85\u2028\u2029])$/u.test(grapheme)) return '\n';
  if (/^\s/u.test(grapheme)) return ' ';
  if ((PICTOGRAPH.test(grapheme) && !TEXT_SIGNS.test(grapheme)) || MUSIC.test(grapheme)) return '';
  const joined = /\p{L}/u.test(grapheme);
  const kept = grapheme.replace(INVISIBLE, (sign) => (joined && JOINER.test(sign) ? sign : ''));
  return kept.normalize('NFC').replace(PILED_MARKS, '$1');
}

/**
 * Takes out of a text what is never drawn: emoji, pictographs and music notes (no text font has them, and they
 * teach nothing), control and bidi-override characters. White space is joined and trimmed; line breaks stay.
 * Pure; letters of any script are left as they are, in Unicode's composed form.
 *
 * @param ranges UTF-16 offsets into `text`; the answer's ranges are offsets into the answer's text.
 */
export function cleanText(text: string, ranges: readonly Range[] = []): CleanText {
  const starts = new Map<number, number>();
  const ends = new Map<number, number>();
  let out = '';
  let dropped = false;
  for (const { segment, index } of graphemes.segment(text)) {
    const sign = drawn(segment);
    const blank = sign === ' ' || sign === '\n';
    const skipped =
      sign === '' || (blank && (out === '' || out.endsWith('\n') || (sign === ' ' && out.endsWith(' '))));
    if (out.endsWith(' ') && (sign === '\n' || (dropped && CLOSING.test(sign)))) out = out.slice(0, -1);
    for (let i = 0; i < segment.length; i++) starts.set(index + i, out.length);
    if (!skipped) out += sign;
    for (let i = 1; i <= segment.length; i++) ends.set(index + i, out.length);
    dropped = sign === '' || (dropped && blank);
  }
  const cleaned = out.trimEnd();
  const clip = (at: number): number => Math.min(at, cleaned.length);
  return {
    text: cleaned,
    ranges: ranges
      .map(({ start, end }) => ({
        start: clip(starts.get(start) ?? out.length),
        end: clip(ends.get(end) ?? out.length),
      }))
      .filter(({ start, end }) => start < end),
  };
}

/** {@link cleanText} without ranges: what of a text is drawn. */
export function drawable(text: string): string {
  return cleanText(text).text;
}
