import type { Range, SlideContent } from '../../lesson/plan-types.js';
import { MAX_SLIDE_WORDS, slideWords } from '../../lesson/slide-content.js';

/** A slide's line and meaning are not cut to fewer words than this. */
const LEAST_WORDS = 8;

/**
 * Brings a slide down to the 35 words that can be read while it is shown. What is too much goes in this order:
 * similar expressions, the line's translation, the line's words furthest from the expression, the end of the meaning,
 * the end of the translation. Pure; a lesson's own slides are short enough already and stay as they are.
 */
export function withinWords(content: SlideContent): SlideContent {
  return [fewerSimilar, noLineTranslation, shorterLine, shorterMeaning, shorterTranslation].reduce(
    (shown, shorten) => (slideWords(shown) > MAX_SLIDE_WORDS ? shorten(shown) : shown),
    content,
  );
}

function fewerSimilar(content: SlideContent): SlideContent {
  const count = content.similar.findLastIndex(
    (_, i) => slideWords({ ...content, similar: content.similar.slice(0, i + 1) }) <= MAX_SLIDE_WORDS,
  );
  return { ...content, similar: content.similar.slice(0, count + 1) };
}

function noLineTranslation(content: SlideContent): SlideContent {
  return { ...content, lineTranslation: null };
}

/** Fewer and fewer words, until the slide is short enough or no fewer are allowed. */
function fewest(words: number, least: number, shortened: (count: number) => SlideContent): SlideContent {
  let count = words;
  while (count > least && slideWords(shortened(count)) > MAX_SLIDE_WORDS) count--;
  return shortened(count);
}

function shorterLine(content: SlideContent): SlideContent {
  const { line } = content;
  if (line === null) return content;
  const words = wordsOf(line);
  return fewest(words.length, LEAST_WORDS, (count) => ({
    ...content,
    ...around(line, content.lit, words, count),
  }));
}

function shorterMeaning(content: SlideContent): SlideContent {
  const { meaning } = content;
  if (meaning === null) return content;
  return fewest(wordsOf(meaning).length, LEAST_WORDS, (count) => ({
    ...content,
    meaning: beginning(meaning, count),
  }));
}

function shorterTranslation(content: SlideContent): SlideContent {
  const { translation } = content;
  if (translation === null) return content;
  return fewest(wordsOf(translation).length, 1, (count) => ({
    ...content,
    translation: beginning(translation, count),
  }));
}

const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

/** Words with the punctuation that clings to them; in scripts without spaces, words as a dictionary has them. */
function wordsOf(text: string): Range[] {
  return [...text.matchAll(/\S+/gu)].flatMap(({ 0: chunk, index }) =>
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(chunk)
      ? [...segmenter.segment(chunk)].map((word) => ({
          start: index + word.index,
          end: index + word.index + word.segment.length,
        }))
      : [{ start: index, end: index + chunk.length }],
  );
}

function beginning(text: string, count: number): string {
  const words = wordsOf(text);
  const end = words[count - 1]?.end;
  return end === undefined || count >= words.length
    ? text
    : `${text.slice(0, end).replace(/[,;:(–—-]+$/u, '')}…`;
}

/** The `count` words around the lit ones, the ranges moved along. */
function around(
  line: string,
  lit: readonly Range[],
  words: readonly Range[],
  count: number,
): Pick<SlideContent, 'line' | 'lit'> {
  const middle = lit.length === 0 ? 0 : ((lit[0]?.start ?? 0) + (lit.at(-1)?.end ?? 0)) / 2;
  const centre = words.findIndex(({ end }) => end > middle);
  const first = Math.max(0, Math.min(words.length - count, centre - Math.floor(count / 2)));
  const start = words[first]?.start ?? 0;
  const end = words[first + count - 1]?.end ?? line.length;
  const opening = first > 0 ? '… ' : '';
  const closing = end < line.length ? ' …' : '';
  const shift = opening.length - start;
  return {
    line: `${opening}${line.slice(start, end)}${closing}`,
    lit: lit
      .map((range) => ({
        start: Math.max(range.start, start) + shift,
        end: Math.min(range.end, end) + shift,
      }))
      .filter((range) => range.start < range.end),
  };
}
