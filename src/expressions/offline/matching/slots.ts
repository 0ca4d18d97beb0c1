import type { Slot } from '../lexicon/headword.js';
import type { PartOfSpeech, Token } from '../text/tokens.js';

const POSSESSIVES = new Set("my your his her its our their one's whose".split(' '));
const REFLEXIVES = new Set(
  'myself yourself himself herself itself ourselves yourselves themselves oneself'.split(' '),
);
const IN_AN_OBJECT: ReadonlySet<PartOfSpeech> = new Set([
  'DET',
  'PRON',
  'NOUN',
  'PROPN',
  'ADJ',
  'NUM',
  'PART',
]);
const HEADS_AN_OBJECT: ReadonlySet<PartOfSpeech> = new Set(['PRON', 'NOUN', 'PROPN', 'NUM', 'DET', 'ADJ']);
/** Whatever the tagger takes them for: "making that up". */
const DEMONSTRATIVES = new Set('this that these those'.split(' '));
/** They need a noun after them. */
const UNFINISHED = new Set('a an the my your our their its every very no'.split(' '));
const NOT_OBJECTS = new Set('i he she we they not to'.split(' '));

/** Longest object between two words of an expression, in words: "pick the whole damn thing up". */
const LONGEST_OBJECT = 4;

/** In how many words, from `at` on, a slot can be filled; ascending. */
export function fillings(tokens: readonly Token[], at: number, slot: Slot): number[] {
  const first = tokens[at]!;
  if (slot === 'R') return REFLEXIVES.has(first.form) ? [1] : [];
  if (slot === 'P') {
    // "lose Emo's mind", "behind my poor father's back": up to three words before the 's.
    const owners = [1, 2, 3]
      .filter((length) => tokens[at + length]?.form === "'s" && isObject(tokens.slice(at, at + length)))
      .map((length) => length + 1);
    return POSSESSIVES.has(first.form) ? [1, ...owners] : owners;
  }
  const lengths: number[] = [];
  for (let length = 1; length <= LONGEST_OBJECT; length += 1) {
    if (tokens[at + length - 1]?.kind !== 'word') break;
    if (isObject(tokens.slice(at, at + length))) lengths.push(length);
  }
  return lengths;
}

/** Whether words can be an object: no verb, no preposition, not only an adverb. */
export function isObject(words: readonly Token[]): boolean {
  const last = words.at(-1);
  return (
    last !== undefined &&
    words.every(
      ({ pos, form }, index) =>
        ((IN_AN_OBJECT.has(pos) || DEMONSTRATIVES.has(form)) && !NOT_OBJECTS.has(form)) ||
        (form === 'of' && index > 0),
    ) &&
    (HEADS_AN_OBJECT.has(last.pos) || DEMONSTRATIVES.has(last.form)) &&
    !UNFINISHED.has(last.form)
  );
}
