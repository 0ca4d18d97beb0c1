// Whether what was found is what a line of our own gold has marked, by the conventions of data/gold/README.md.
import { sameLetters } from './gold.mjs';

/**
 * At the beginning subjects and auxiliaries tell nothing: "(it is) killing me", "(don't) push your luck", "(let's) call it a
 * day".
 */
const LEADING =
  /^(?:(?:i|you|he|she|it|we|they|that|this|there)(?:'(?:m|s|re|ve|ll|d))?|be|am|is|are|was|were|been|being|have|has|had|having|do|does|did|will|would|can|could|not|let's|m|s|re|ve|ll|d|\w+n't)$/iu;
/** Wherever they stand they are an article, or fill a slot of the headword: "lose *my* mind", "pull *yourself* together". */
const FILLERS =
  /^(?:a|an|the|my|your|his|her|its|our|their|me|him|us|them|myself|yourself|himself|herself|itself|ourselves|yourselves|themselves)$/iu;

/**
 * @param {{ letters: Set<number> }} found
 * @returns {'right' | 'allowed' | 'wrong'}
 */
export function verdictOn(found, { text, expressions, allowed }) {
  if (expressions.some((wanted) => agrees(text, found, wanted))) return 'right';
  return allowed.some((letters) => agrees(text, found, { letters, optional: new Set() }))
    ? 'allowed'
    : 'wrong';
}

/** The same core words: all but fillers, subjects and auxiliaries at the beginning, and what is marked as optional. */
export function agrees(text, found, { letters, optional }) {
  const without = (all) => new Set([...all].filter((letter) => !optional.has(letter)));
  return sameLetters(coreOf(text, without(found.letters)), coreOf(text, letters));
}

/** Exactly the words that are marked, with or without those that are optional. */
export function agreesExactly(found, { letters, optional }) {
  return (
    sameLetters(found.letters, letters) || sameLetters(found.letters, new Set([...letters, ...optional]))
  );
}

function coreOf(text, letters) {
  const words = wordsOf(text, letters);
  const core = words.filter(({ word }) => !FILLERS.test(word));
  while (core.length > 1 && LEADING.test(core[0].word)) core.shift();
  // Fillers alone are still words: nothing agrees with nothing.
  return new Set((core.length === 0 ? words : core).flatMap(({ places }) => places));
}

/** The words that the letters make; an apostrophe parts none ("don't"). */
function wordsOf(text, letters) {
  const words = [];
  for (const place of [...letters].sort((a, b) => a - b)) {
    const word = words.at(-1);
    const between = word === undefined ? null : text.slice(word.at(-1) + 1, place);
    if (between !== null && /^['’]?$/u.test(between)) word.push(place);
    else words.push([place]);
  }
  return words.map((places) => ({
    places,
    word: text.slice(places[0], places.at(-1) + 1).replace('’', "'"),
  }));
}
