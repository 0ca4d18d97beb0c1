import type { PlannedExpression, Range, SlideContent } from './plan-types.js';

/** What can be read from a slide in the longest time that one is shown. */
export const MAX_SLIDE_WORDS = 35;
/** A line is not cut to fewer words than this. */
const LEAST_LINE_WORDS = 8;
/** Fewer words of a translation say nothing: it is left out. */
const LEAST_TRANSLATION_WORDS = 4;
const BASE_MS = 2_000;
const MS_PER_WORD = 400;
const MIN_MS = 6_000;
const MAX_MS = 16_000;

/**
 * An expression's slide with at most 35 words to read (where the expression itself allows it). What is too much goes
 * in this order: similar expressions, the later clauses of the meaning, the line's words furthest from the
 * expression, the end of the line's translation.
 */
export function slideContent(expression: PlannedExpression, footer: string | null): SlideContent {
  const whole: SlideContent = {
    kind: 'slide',
    headword: expression.headword,
    expressionKind: expression.kind,
    level: expression.level,
    meaning: expression.meaning,
    translation: expression.translation,
    line: expression.line,
    lineTranslation: expression.lineTranslation,
    lit: expression.lit,
    similar: [...expression.similar],
    footer,
  };
  return [withFewerSimilar, withShorterMeaning, withShorterLine, withShorterTranslation].reduce(
    (content, shorten) => (slideWords(content) > MAX_SLIDE_WORDS ? shorten(content) : content),
    whole,
  );
}

/** How long a slide stands: two seconds and 0.4 s a word, within 6 and 16 s. In milliseconds. */
export function slideMs(content: SlideContent): number {
  const words = Math.min(MAX_SLIDE_WORDS, slideWords(content));
  return Math.min(MAX_MS, Math.max(MIN_MS, BASE_MS + MS_PER_WORD * words));
}

/** The words that a viewer reads on a slide; level, kind and footer are labels and not counted. */
export function slideWords(content: SlideContent): number {
  const texts = [
    content.headword,
    content.meaning,
    content.translation,
    content.line,
    content.lineTranslation,
  ];
  return [...texts, ...content.similar].reduce(
    (sum, text) => sum + (text === null ? 0 : countWords(text)),
    0,
  );
}

/**
 * Words of a text. Scripts without spaces count two characters a word, which is how long Chinese and Japanese words
 * mostly are.
 */
export function countWords(text: string): number {
  const unspaced =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu;
  const characters = text.match(unspaced)?.length ?? 0;
  const spaced = text.replace(unspaced, ' ').match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
  return spaced + Math.ceil(characters / 2);
}

function withFewerSimilar(content: SlideContent): SlideContent {
  const similar = [...content.similar];
  while (similar.length > 0 && slideWords({ ...content, similar }) > MAX_SLIDE_WORDS) similar.pop();
  return { ...content, similar };
}

function withShorterMeaning(content: SlideContent): SlideContent {
  const firstClause = content.meaning?.split(/;\s|\s\(/)[0]?.trim();
  return firstClause ? { ...content, meaning: firstClause } : content;
}

function withShorterLine(content: SlideContent): SlideContent {
  if (content.line === null) return content;
  const spare = MAX_SLIDE_WORDS - slideWords({ ...content, line: null });
  const { text, lit } = wordsAround(content.line, content.lit, Math.max(LEAST_LINE_WORDS, spare));
  return { ...content, line: text, lit };
}

/** The words nearest to the lit ones, with "…" where words are left out. */
function wordsAround(line: string, lit: Range[], most: number): { text: string; lit: Range[] } {
  const words = [...line.matchAll(/\S+/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const litStart = lit[0]?.start ?? 0;
  const litEnd = lit.at(-1)?.end ?? 0;
  let first = Math.max(
    0,
    words.findIndex((word) => word.end > litStart),
  );
  let last = Math.max(
    first,
    words.findLastIndex((word) => word.start < litEnd),
  );
  while (last - first + 1 < most && (first > 0 || last < words.length - 1)) {
    // A word before and a word after, in turn, as long as there are any.
    if (first > 0) first--;
    if (last < words.length - 1 && last - first + 1 < most) last++;
  }
  const start = words[first]?.start ?? 0;
  const end = words[last]?.end ?? line.length;
  const opening = start > 0 ? '… ' : '';
  const text = `${opening}${line.slice(start, end)}${last < words.length - 1 ? ' …' : ''}`;
  const shift = opening.length - start;
  return { text, lit: lit.map((range) => ({ start: range.start + shift, end: range.end + shift })) };
}

function withShorterTranslation(content: SlideContent): SlideContent {
  if (content.lineTranslation === null) return content;
  const spare = MAX_SLIDE_WORDS - slideWords({ ...content, lineTranslation: null });
  // A word is counted at its first letter, so this stops between words, or between characters where there are none.
  let kept = '';
  for (const piece of content.lineTranslation.match(/\s*\S/gu) ?? []) {
    if (countWords(kept + piece) > spare) break;
    kept += piece;
  }
  return { ...content, lineTranslation: spare < LEAST_TRANSLATION_WORDS ? null : `${kept.trim()} …` };
}
