import type { Element } from './headword.js';
import type { LexiconEntry } from './lexicon-entry.js';

/** To be raised when the shape of the index changes. */
export const INDEX_VERSION = 2;

/** One wording of an entry: as shown, and the sequences of words and slots by which it is found. */
export interface Wording {
  display: string;
  patterns: Element[][];
}

export interface IndexedEntry {
  entry: LexiconEntry;
  wordings: Wording[];
}

/** Everyday nouns whose usual meaning can be touched, and those whose cannot; persons and places are neither. */
export interface NounKinds {
  concrete: readonly string[];
  abstract: readonly string[];
}

/** What the build writes: entries without what they share with {@link COMMON}, patterns as strings. */
export interface LexiconIndex {
  version: number;
  entries: StoredEntry[];
  /** Separated by spaces. */
  nouns: { concrete: string; abstract: string };
}

type StoredEntry = Partial<Omit<LexiconEntry, 'exact'>> & {
  exact?: true;
  /** Wording, then its patterns. */
  wordings: [string, ...string[]][];
};

/** Most entries have these values; they are not written. */
const COMMON: LexiconEntry = {
  source: 'wordnet',
  headword: '',
  kind: 'collocation',
  level: 'B2',
  spoken: 1,
  opacity: 0,
  literalProne: 0,
  literalClues: [],
  surroundings: { afterBe: false, beforeDoing: false, takesObject: false },
  exact: null,
  aside: false,
  notAfter: [],
  notBefore: [],
  onlyBefore: null,
  startsWithVerb: false,
  rarest: 0,
  wordnet: null,
  dependable: false,
  senses: [],
};

/** Words are in small letters, so capitals are free for all that is no word. */
const CODES: Readonly<Record<Exclude<Element['type'], 'word'>, string>> = {
  object: 'O',
  possessive: 'P',
  reflexive: 'R',
  subject: 'S',
  comma: ',',
};
const ELEMENTS: ReadonlyMap<string, Element> = new Map(
  Object.entries(CODES).map(([type, code]) => [code, { type } as Element]),
);

/** Packs entries for the file; the same entries give the same bytes. */
export function writeIndex(
  entries: readonly IndexedEntry[],
  { concrete, abstract }: NounKinds,
): LexiconIndex {
  return {
    version: INDEX_VERSION,
    entries: entries.map(({ entry, wordings }) => ({
      ...uncommon(entry),
      wordings: wordings.map(({ display, patterns }) => [display, ...patterns.map(written)]),
    })),
    nouns: { concrete: concrete.join(' '), abstract: abstract.join(' ') },
  };
}

/** Whether a noun is something to touch (true) or not (false); what is not there is neither. */
export function readNouns({ nouns }: LexiconIndex): Map<string, boolean> {
  return new Map([
    ...nouns.concrete.split(' ').map((noun) => [noun, true] as const),
    ...nouns.abstract.split(' ').map((noun) => [noun, false] as const),
  ]);
}

export function readIndex({ entries }: LexiconIndex): IndexedEntry[] {
  return entries.map(({ wordings: stored, exact, ...rest }) => {
    const wordings = stored.map(([display, ...patterns]) => ({ display, patterns: patterns.map(read) }));
    const entry = {
      ...COMMON,
      headword: stored[0]![0],
      ...rest,
      exact: exact ? wordings.flatMap(({ patterns }) => patterns) : null,
    };
    return { entry, wordings };
  });
}

function uncommon({ exact, ...entry }: LexiconEntry): Omit<StoredEntry, 'wordings'> {
  const own = Object.entries(entry).filter(
    ([field, value]) =>
      field !== 'headword' && JSON.stringify(value) !== JSON.stringify(COMMON[field as keyof LexiconEntry]),
  );
  return { ...Object.fromEntries(own), ...(exact === null ? {} : { exact: true }) };
}

function written(pattern: readonly Element[]): string {
  return pattern.map((element) => (element.type === 'word' ? element.word : CODES[element.type])).join(' ');
}

function read(pattern: string): Element[] {
  return pattern.split(' ').map((part) => ELEMENTS.get(part) ?? { type: 'word', word: part });
}
