import { dictionaryKeys } from '../offline/text/inflection.js';

/** A word of a text, or the part of one before or after an apostrophe: "don" and "t". UTF-16 offsets. */
export interface Word {
  start: number;
  end: number;
  /** In small letters, composed. */
  form: string;
}

/** The words of a text, in order. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map(({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
    form: word.normalize('NFC').toLowerCase(),
  }));
}

/** Whether two words are the same but for inflection: "gave" and "give", "shots" and "shot". */
export function isSameWord(one: string, other: string): boolean {
  if (one === other) return true;
  const keys = dictionaryKeys(one, one);
  return dictionaryKeys(other, other).some((key) => keys.includes(key));
}

/** Most other words between two that were quoted as neighbours. */
const WIDEST_GAP = 3;

/**
 * Finds quoted words in a text: side by side as quoted, else with the right words but other endings, else with a few
 * other words between.
 *
 * @param from words before this one are not looked at
 * @returns positions among `words`, in order; null where they are not there
 */
export function findWords(quoted: readonly string[], words: readonly Word[], from = 0): number[] | null {
  if (quoted.length === 0) return null;
  const ways: [number, (a: string, b: string) => boolean][] = [
    [0, (a, b) => a === b],
    [0, isSameWord],
    [WIDEST_GAP, (a, b) => a === b],
  ];
  for (const [gap, same] of ways) {
    for (let start = from; start < words.length; start++) {
      const found = matchFrom(start, quoted, words, gap, same);
      if (found !== null) return found;
    }
  }
  return null;
}

function matchFrom(
  start: number,
  quoted: readonly string[],
  words: readonly Word[],
  gap: number,
  same: (a: string, b: string) => boolean,
): number[] | null {
  if (!same(words[start]!.form, quoted[0]!)) return null;
  const found = [start];
  for (const form of quoted.slice(1)) {
    const after = found.at(-1)! + 1;
    const at = words.slice(after, after + gap + 1).findIndex((word) => same(word.form, form));
    if (at < 0) return null;
    found.push(after + at);
  }
  return found;
}
