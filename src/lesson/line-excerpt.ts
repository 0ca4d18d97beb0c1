import type { Range } from './plan-types.js';

/** Part of a line, with the ranges that are lit moved along. */
export interface Excerpt {
  text: string;
  lit: Range[];
}

/** So many words at an edge are not worth an ellipsis: they stay. */
const FEW_WORDS = 2;
/** So many words are given up, at either edge, for a beginning or an end at a comma. */
const WORDS_TO_A_CLAUSE = 5;

const CLAUSE_SIGN = /[,;:–—、，；：،؛]+$/u;
const CLAUSE_END = /[,;:–—、，；：،؛]["'”’)」』]*$/u;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
/** Unicode's rules (UAX #29) end a sentence after "Mr." and before "he said". */
const ABBREVIATED = /(?:^|[\s"'“‘(])(?:Mr|Mrs|Ms|Dr|Prof|Sgt|Capt|Lt|Col|Gen|St|Jr|Sr|vs|No|\p{Lu})\.$/u;
const GOES_ON = /^["'”’)]*\p{Ll}/u;

/** A text's sentences, each without the white space behind it. Pure. */
export function sentencesOf(text: string): Range[] {
  const sentences: Range[] = [];
  for (const { segment, index } of segmenter.segment(text)) {
    const end = index + segment.trimEnd().length;
    const last = sentences.at(-1);
    if (last && (ABBREVIATED.test(text.slice(last.start, last.end)) || GOES_ON.test(segment))) last.end = end;
    else if (end > index) sentences.push({ start: index, end });
  }
  return sentences;
}

/**
 * The positions `[first, last]` of the sentences that hold what is lit, and of as many of the ones around them as fit;
 * of those that hold it, whether they fit or not. Pure.
 */
export function sentencesAround(
  sentences: readonly Range[],
  lit: readonly Range[],
  fits: (first: number, last: number) => boolean,
): [first: number, last: number] {
  let [first, last] = holding(sentences, lit);
  for (let grown = true; grown; ) {
    grown = false;
    if (first > 0 && fits(first - 1, last)) {
      first--;
      grown = true;
    }
    if (last < sentences.length - 1 && fits(first, last + 1)) {
      last++;
      grown = true;
    }
  }
  return [first, last];
}

/**
 * About `most` words around the lit ones, out of their own sentences, with "…" where words of them are left out. An
 * excerpt begins and ends at a comma where one is near, and leaves out no less than three words at an edge, so it may
 * be four words longer than told. Pure.
 */
export function wordsAround(line: string, lit: readonly Range[], most: number): Excerpt {
  const sentences = sentencesOf(line);
  const [from, to] = holding(sentences, lit);
  const own = { start: sentences[from]?.start ?? 0, end: sentences[to]?.end ?? line.length };
  const words = [...line.slice(own.start, own.end).matchAll(/\S+/gu)].map(({ 0: word, index }) => ({
    word,
    start: own.start + index,
    end: own.start + index + word.length,
  }));
  const litStart = lit[0]?.start ?? own.start;
  const litEnd = lit.at(-1)?.end ?? litStart;
  const firstLit = Math.max(
    0,
    words.findIndex(({ end }) => end > litStart),
  );
  const lastLit = Math.max(
    firstLit,
    words.findLastIndex(({ start }) => start < litEnd),
  );
  let [first, last] = [firstLit, lastLit];
  while (last - first + 1 < most && (first > 0 || last < words.length - 1)) {
    // A word before and a word after, in turn, as long as there are any.
    if (first > 0) first--;
    if (last < words.length - 1 && last - first + 1 < most) last++;
  }
  const endsClause = (at: number): boolean => CLAUSE_END.test(words[at]?.word ?? '');
  const steps = Array.from({ length: WORDS_TO_A_CLAUSE + 1 }, (_, step) => step);
  const begin = steps.map((step) => first + step).find((at) => at <= firstLit && endsClause(at - 1));
  const finish = steps.map((step) => last - step).find((at) => at >= lastLit && endsClause(at));
  first = first <= FEW_WORDS ? 0 : (begin ?? first);
  last = words.length - 1 - last <= FEW_WORDS ? words.length - 1 : (finish ?? last);
  const start = words[first]?.start ?? own.start;
  const end = words[last]?.end ?? own.end;
  const opening = first > 0 ? '… ' : '';
  const kept = line.slice(start, end);
  const shown = last < words.length - 1 ? `${kept.replace(CLAUSE_SIGN, '')} …` : kept;
  return {
    text: `${opening}${shown}`,
    lit: shifted(lit, opening.length - start),
  };
}

/** The first and the last sentence with something lit in it; the first one where nothing is. */
function holding(sentences: readonly Range[], lit: readonly Range[]): [number, number] {
  const start = lit[0]?.start ?? 0;
  const end = lit.at(-1)?.end ?? 1;
  const first = Math.max(
    0,
    sentences.findIndex((sentence) => sentence.end > start),
  );
  return [
    first,
    Math.max(
      first,
      sentences.findLastIndex((sentence) => sentence.start < end),
    ),
  ];
}

/** Ranges of a text, moved with it. */
export function shifted(ranges: readonly Range[], by: number): Range[] {
  return ranges.map(({ start, end }) => ({ start: start + by, end: end + by }));
}
