import type { Pattern } from './headword.js';
import type { LexiconEntry } from './lexicon-entry.js';
import { addPattern, emptyTrie, type Trie, type TrieNode } from './trie.js';

/** To be raised when the shape of the index changes. */
export const INDEX_VERSION = 7;

/** One wording of an entry: as shown, and the ways to say it. */
export interface Wording {
  display: string;
  patterns: readonly Pattern[];
}

export interface IndexedEntry {
  entry: LexiconEntry;
  wordings: readonly Wording[];
}

/** Everyday nouns whose usual meaning can be touched, and those whose cannot; persons and places are neither. */
export interface NounKinds {
  concrete: readonly string[];
  abstract: readonly string[];
}

/**
 * What the build writes. Entries and patterns are text within the JSON, read only when a line has their first word: a
 * film needs a part of them, and the whole is loaded in a tenth of the time.
 */
export interface LexiconIndex {
  version: number;
  /** How many entries come from where. */
  size: Record<LexiconEntry['source'], number>;
  /** Each a {@link LexiconEntry} in JSON, without what it shares with {@link COMMON}. */
  entries: string[];
  /** By first word: lines of pattern, wording and position in `entries`, separated by tabs. */
  starts: Record<string, string>;
  /** Separated by spaces. */
  nouns: { concrete: string; abstract: string };
}

/** Most entries have these values; they are not written. */
const COMMON: Omit<LexiconEntry, 'headword' | 'senses'> = {
  source: 'wordnet',
  kind: 'collocation',
  level: 'B2',
  spoken: 1,
  opacity: 0,
  literalProne: 0,
  literalClues: [],
  surroundings: { afterBe: false, beforeDoing: false, takesObject: false, objectKind: null },
  exact: false,
  aside: false,
  ambiguous: false,
  notAfter: [],
  notBefore: [],
  onlyBefore: null,
  startsWithVerb: false,
  rarest: 0,
  wordnet: null,
  dependable: false,
};

/** Packs entries for the file; the same entries give the same bytes. */
export function writeIndex(
  entries: readonly IndexedEntry[],
  { concrete, abstract }: NounKinds,
): LexiconIndex {
  const size = { phrasebook: 0, wordnet: 0 };
  const starts = new Map<string, string[]>();
  entries.forEach(({ entry, wordings }, position) => {
    size[entry.source] += 1;
    for (const { display, patterns } of wordings) {
      for (const pattern of patterns) {
        const [first] = pattern.split(' ', 1) as [string];
        const lines = starts.get(first) ?? [];
        starts.set(first, lines);
        lines.push(`${pattern}\t${display}\t${position}`);
      }
    }
  });
  return {
    version: INDEX_VERSION,
    size,
    entries: entries.map(({ entry }) => JSON.stringify(uncommon(entry))),
    starts: Object.fromEntries([...starts].map(([first, lines]) => [first, lines.join('\n')])),
    nouns: { concrete: concrete.join(' '), abstract: abstract.join(' ') },
  };
}

function uncommon(entry: LexiconEntry): Partial<LexiconEntry> {
  const common: Partial<LexiconEntry> = COMMON;
  return Object.fromEntries(
    Object.entries(entry).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(common[field as keyof LexiconEntry]),
    ),
  );
}

/** The patterns of an index as a trie that grows as it is walked. */
export function openTrie({ entries, starts }: LexiconIndex): Trie {
  const known = new Map<string, LexiconEntry>();
  const entryAt = (position: string): LexiconEntry => {
    let entry = known.get(position);
    if (entry === undefined) {
      entry = { ...COMMON, ...(JSON.parse(entries[Number(position)]!) as LexiconEntry) };
      known.set(position, entry);
    }
    return entry;
  };
  const root = emptyTrie();
  const opened = new Map<string, TrieNode | undefined>();
  return {
    startingWith(word) {
      if (opened.has(word)) return opened.get(word);
      const lines = Object.hasOwn(starts, word) ? starts[word]!.split('\n') : [];
      for (const line of lines) {
        const [pattern, display, position] = line.split('\t') as [string, string, string];
        addPattern(root, pattern, entryAt(position), display);
      }
      const node = root.edges?.get(word);
      // What no entry starts with is not remembered: the words of all films would be.
      if (node !== undefined) opened.set(word, node);
      return node;
    },
  };
}

/** Whether a noun is something to touch (true) or not (false); what is not there is neither. */
export function readNouns({ nouns }: LexiconIndex): Map<string, boolean> {
  return new Map([
    ...nouns.concrete.split(' ').map((noun) => [noun, true] as const),
    ...nouns.abstract.split(' ').map((noun) => [noun, false] as const),
  ]);
}
