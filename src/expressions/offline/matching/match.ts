import type { LexiconEntry } from '../lexicon/lexicon-entry.js';
import type { Trie, TrieEnd, TrieNode } from '../lexicon/trie.js';
import type { PartOfSpeech, Token } from '../text/tokens.js';
import { fillings } from './slots.js';

/** An entry's words found in an utterance. */
export interface Match {
  entry: LexiconEntry;
  /** The wording that was said: an entry may have several. */
  headword: string;
  /** The wording's own words as the dictionary writes them, one for each of `own`. */
  words: readonly string[];
  /** Positions of the expression's own words among the tokens, in order. */
  own: readonly number[];
  /** How many possessives and reflexive pronouns are where the entry wants them. */
  fitted: number;
  /** Words in the object that stands between the expression's own, 0 where none does. */
  objectWords: number;
  /** Position of a word that was put in between, null where none was: "a *very* tall order". */
  inserted: number | null;
  /** Whether a dash stands between the words. */
  overDash: boolean;
}

/** Where a walk has come: everything but the node and the place. */
type Way = Pick<Match, 'own' | 'fitted' | 'objectWords' | 'inserted' | 'overDash'>;

const SUBJECTS = new Set('i you he she we they it'.split(' '));
/** Put in anywhere, whatever the tagger takes them for: "come right in". */
const EMPHASIS = new Set(
  'very really so just quite pretty damn goddamn bloody freaking fucking whole little big real right straight even only all always never still actually total complete back'.split(
    ' ',
  ),
);
const CAN_BE_PUT_IN: ReadonlySet<PartOfSpeech> = new Set(['ADJ', 'NUM', 'INTJ', 'NOUN', 'VERB', 'DET']);
const SLOTS = ['O', 'P', 'R'] as const;

/** Every way in which the lexicon's patterns occur in one utterance, longest or not, overlapping or not. */
export function matchUtterance(tokens: readonly Token[], trie: Trie): Match[] {
  const matches: Match[] = [];
  tokens.forEach((token, start) => {
    if (token.kind !== 'word') return;
    for (const key of token.keys) {
      const node = trie.startingWith(key);
      if (node !== undefined)
        walk(node, start + 1, { own: [start], fitted: 0, objectWords: 0, inserted: null, overDash: false });
    }
  });
  return matches;

  function walk(node: TrieNode, at: number, way: Way): void {
    for (const end of node.ends ?? []) if (mayBePutInto(end, way)) matches.push(matchOf(end, way));
    const token = tokens[at];
    if (token === undefined || token.kind === 'barrier') return;
    if (node.edges === null) return;
    if (token.kind === 'comma') {
      const next = node.edges.get(',');
      if (next !== undefined) walk(next, at + 1, way);
    } else if (token.kind === 'dash') {
      // Only from word to word.
      if (tokens[at + 1]?.kind === 'word') takeWords(node, at + 1, { ...way, overDash: true });
    } else {
      takeWords(node, at, way);
      fillSlots(node, at, way);
      if (way.inserted === null && canBePutIn(token)) {
        const next = tokens[at + 1];
        if (next?.kind === 'word') {
          takeWords(node, at + 1, { ...way, inserted: at });
          fillSlots(node, at + 1, { ...way, inserted: at });
        }
      }
    }
  }

  function takeWords({ edges }: TrieNode, at: number, way: Way): void {
    if (edges === null) return;
    const token = tokens[at]!;
    for (const key of token.keys) {
      const next = edges.get(key);
      if (next !== undefined) walk(next, at + 1, { ...way, own: [...way.own, at] });
    }
    const subject = SUBJECTS.has(token.form) ? edges.get('S') : undefined;
    if (subject !== undefined) walk(subject, at + 1, { ...way, own: [...way.own, at] });
  }

  /** A word may be put into a phrasal verb or an expression of three words, but not into "for *old* sure". */
  function mayBePutInto({ entry, words }: TrieEnd, { inserted }: Way): boolean {
    if (inserted === null) return true;
    if (entry.exact) return false;
    if (entry.kind === 'phrasal verb') return isAdverb(tokens[inserted]!);
    // "make any money", "take the blame": what is no idiom changes its article freely.
    if (tokens[inserted]!.pos === 'DET' && !isAdverb(tokens[inserted]!)) return entry.kind === 'collocation';
    return words.length > 2 || entry.startsWithVerb;
  }

  function fillSlots({ edges }: TrieNode, at: number, way: Way): void {
    if (edges === null) return;
    for (const slot of SLOTS) {
      const next = edges.get(slot);
      if (next === undefined) continue;
      for (const length of fillings(tokens, at, slot))
        walk(
          next,
          at + length,
          slot === 'O' ? { ...way, objectWords: length } : { ...way, fitted: way.fitted + 1 },
        );
    }
  }
}

function matchOf({ entry, headword, words }: TrieEnd, way: Way): Match {
  return { entry, headword, words, ...way };
}

function canBePutIn(token: Token): boolean {
  return isAdverb(token) || CAN_BE_PUT_IN.has(token.pos);
}

function isAdverb({ form, pos }: Token): boolean {
  return EMPHASIS.has(form) || pos === 'ADV';
}
