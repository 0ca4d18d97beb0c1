import type { Slot } from './headword.js';
import type { LexiconEntry } from './lexicon-entry.js';
import type { PartOfSpeech, Token } from './tokens.js';
import type { TrieNode } from './trie.js';

/** An entry's words found in an utterance. */
export interface Match {
  entry: LexiconEntry;
  /** The wording that was said: an entry may have several. */
  headword: string;
  /** Positions of the expression's own words among the tokens, in order. */
  own: number[];
  /** Whether an object stands between the words. */
  split: boolean;
}

/** "give it a real shot", "come right in". */
const INSERTED = new Set(
  'very really so just quite pretty damn goddamn bloody freaking fucking whole little big real right straight even only all always never still actually total complete'.split(
    ' ',
  ),
);
const POSSESSIVES = new Set("my your his her its our their one's whose".split(' '));
const REFLEXIVES = new Set(
  'myself yourself himself herself itself ourselves yourselves themselves oneself'.split(' '),
);
const SUBJECTS = new Set('i you he she we they it'.split(' '));
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

/** Longest object between two words of an expression, in words: "pick the whole thing up". */
const LONGEST_OBJECT = 3;

/** Every way in which the lexicon's patterns occur in one utterance, longest or not, overlapping or not. */
export function matchUtterance(tokens: readonly Token[], root: TrieNode): Match[] {
  const matches: Match[] = [];
  tokens.forEach((_, start) => {
    walk(root, start, [], { split: false, inserted: false });
  });
  return matches;

  function walk(node: TrieNode, at: number, own: number[], how: { split: boolean; inserted: boolean }): void {
    for (const { entry, headword, length } of node.entries) {
      if (!how.inserted || length > 2 || entry.kind === 'phrasal verb')
        matches.push({ entry, headword, own, split: how.split });
    }
    const token = tokens[at];
    if (token === undefined || token.kind === 'barrier') return;
    if (token.kind === 'comma') {
      const next = own.length > 0 ? node.others.get('comma') : undefined;
      if (next !== undefined) walk(next, at + 1, own, how);
      return;
    }
    for (const key of token.keys) {
      const next = node.words.get(key);
      if (next !== undefined) walk(next, at + 1, [...own, at], how);
    }
    if (own.length === 0) return;
    const subject = node.others.get('subject');
    if (subject !== undefined && SUBJECTS.has(token.form)) walk(subject, at + 1, [...own, at], how);
    for (const slot of ['object', 'possessive', 'reflexive'] as const) {
      const next = node.others.get(slot);
      if (next === undefined) continue;
      for (const length of fillings(tokens, at, slot)) {
        walk(next, at + length, own, { ...how, split: how.split || slot === 'object' });
      }
    }
    if (!how.inserted && INSERTED.has(token.form)) walk(node, at + 1, own, { ...how, inserted: true });
  }
}

/** In how many words, from `at` on, a slot can be filled. */
function fillings(tokens: readonly Token[], at: number, slot: Slot): number[] {
  const first = tokens[at]!;
  if (slot === 'reflexive') return REFLEXIVES.has(first.form) ? [1] : [];
  if (slot === 'possessive') {
    if (POSSESSIVES.has(first.form)) return [1];
    // "lose the man's mind", "Emo's mind": up to two words before the 's.
    return [1, 2]
      .filter((length) => tokens[at + length]?.form === "'s" && isObject(tokens.slice(at, at + length)))
      .map((length) => length + 1);
  }
  const lengths: number[] = [];
  for (let length = 1; length <= LONGEST_OBJECT; length += 1) {
    const words = tokens.slice(at, at + length);
    if (words.length < length || words.some(({ kind }) => kind !== 'word')) break;
    if (isObject(words)) lengths.push(length);
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
