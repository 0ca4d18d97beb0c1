import type { PlannedExpression, Range } from './plan-types.js';

/** Scripts that set no blanks between words: there a word may begin and end anywhere. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
/** One character of a script without blanks is in too many other words. */
const LEAST_UNSPACED = 2;

/**
 * Where a translated line holds the expressions' own translations as they are, whatever their case: whole words, in
 * order, without overlaps. Nothing where it says them in other words: a wrong light is worse than none. UTF-16 offsets.
 */
export function litInTranslation(
  text: string,
  expressions: readonly Pick<PlannedExpression, 'translation'>[],
): Range[] {
  const ranges: Range[] = [];
  for (const { translation } of expressions) {
    const found = translation === null ? null : wordsOf(translation)?.exec(text);
    if (!found) continue;
    const range = { start: found.index, end: found.index + found[0].length };
    if (ranges.every(({ start, end }) => range.end <= start || end <= range.start)) ranges.push(range);
  }
  return ranges.sort((a, b) => a.start - b.start);
}

function wordsOf(translation: string): RegExp | null {
  const words = translation.trim().split(/\s+/u).map(escaped);
  if (words[0] === undefined || words[0] === '') return null;
  const phrase = words.join('\\s+');
  if (UNSPACED.test(translation))
    return [...translation].length < LEAST_UNSPACED ? null : new RegExp(phrase, 'iu');
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${phrase}(?![\\p{L}\\p{M}\\p{N}])`, 'iu');
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
