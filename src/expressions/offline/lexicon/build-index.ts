import type { ExpressionKind, Level } from '../../../shared/expression.js';
import { matchUtterance } from '../matching/match.js';
import { scanCue } from '../text/scan.js';
import { tokenize } from '../text/tokens.js';
import { ownWords, type Pattern, parseHeadword } from './headword.js';
import type { LexiconEntry, WordnetFacts } from './lexicon-entry.js';
import { type IndexedEntry, type LexiconIndex, type NounKinds, writeIndex } from './lexicon-index.js';
import { type PhrasebookFile, type ReadEntry, readPhrasebook } from './phrasebook.js';
import { addPattern, emptyTrie, trieFrom } from './trie.js';

/** A multi-word entry of WordNet, as `scripts/expressions/wordnet.mjs` reads it. */
export interface WordnetRecord {
  /** As shown. */
  headword: string;
  /** In the phrasebook's notation. */
  notation: string;
  kind: ExpressionKind;
  level: Level;
  spoken: 1 | 2 | 3;
  opacity: 0 | 1 | 2;
  facts: WordnetFacts;
  dependable: boolean;
  meaning: string;
  similar: string[];
}

/** What is taken from WordNet. */
export interface WordnetData {
  records: readonly WordnetRecord[];
  nouns: NounKinds;
}

/**
 * Puts the phrasebook and WordNet together. What the phrasebook has, WordNet does not say again.
 *
 * @param zipf how often a word is heard in films: log10 of uses per thousand million words
 * @throws LangflixError `Internal` when an entry of the phrasebook is not valid, naming file and line
 */
export function buildIndex(
  phrasebook: readonly PhrasebookFile[],
  wordnet: WordnetData,
  zipf: (word: string) => number,
): LexiconIndex {
  const facts = new Map(wordnet.records.map((record) => [record.headword, record.facts]));
  const own = withoutSharedVariants(readPhrasebook(phrasebook)).map((read) =>
    ownEntry(read, facts.get(read.entry.headword) ?? null, zipf),
  );
  const known = new Set(own.flatMap(({ wordings }) => wordings.map(({ display }) => display.toLowerCase())));
  const others = wordnet.records
    .map((record) => wordnetEntry(record, zipf))
    .filter(({ entry }) => !known.has(entry.headword));
  return writeIndex([...own, ...others], wordnet.nouns);
}

/** A wording belongs to the entry whose headword it is, else to the first that has it as a variant. */
function withoutSharedVariants(book: readonly ReadEntry[]): ReadEntry[] {
  const owners = new Map(book.map(({ written }) => [written.headword, written]));
  return book.map((read) => {
    const notations = [read.written.headword, ...read.written.variants];
    const wordings = read.wordings.filter((_, index) => {
      const notation = notations[index]!;
      if (!owners.has(notation)) owners.set(notation, read.written);
      return owners.get(notation) === read.written;
    });
    return { ...read, wordings };
  });
}

function ownEntry(
  { written, entry, wordings }: ReadEntry,
  facts: WordnetFacts | null,
  zipf: (word: string) => number,
): IndexedEntry {
  const whole: LexiconEntry = {
    ...entry,
    wordnet: facts,
    startsWithVerb: written.kind === 'phrasal verb',
    rarest: rarestOf(wordings[0]!.patterns[0]!, zipf),
  };
  const root = emptyTrie();
  for (const { display, patterns } of wordings)
    for (const pattern of patterns) addPattern(root, pattern, whole, display);
  const trie = trieFrom(root);
  // What its first word is in the editors' own examples, it is elsewhere too.
  const startsWithVerb = written.senses.every(({ example }) => {
    const tokens = tokenize(scanCue({ index: 0, startMs: 0, endMs: 0, text: example }, 0));
    const first = matchUtterance(tokens, trie)[0]?.own[0];
    return first !== undefined && tokens[first]!.pos === 'VERB';
  });
  return { entry: { ...whole, startsWithVerb: whole.startsWithVerb || startsWithVerb }, wordings };
}

function wordnetEntry(record: WordnetRecord, zipf: (word: string) => number): IndexedEntry {
  const { headword, notation, kind, level, spoken, opacity, facts, dependable, meaning, similar } = record;
  const wording = { ...parseHeadword(notation, kind), display: headword };
  const entry: LexiconEntry = {
    source: 'wordnet',
    headword: wording.display,
    ...{ kind, level, spoken, opacity, dependable },
    ...{ literalProne: 0, literalClues: [] },
    surroundings: wording.surroundings,
    ...{ exact: false, aside: false, ambiguous: false, notAfter: [], notBefore: [], onlyBefore: null },
    startsWithVerb: facts.pos === 'v',
    rarest: rarestOf(wording.patterns[0]!, zipf),
    wordnet: facts,
    senses: [{ meaning, similar, translations: {}, clues: [] }],
  };
  return { entry, wordings: [wording] };
}

function rarestOf(pattern: Pattern, zipf: (word: string) => number): number {
  const values = ownWords(pattern)
    .filter((word) => /[a-z]{2}/u.test(word))
    .map(zipf);
  return Math.round(Math.min(7, ...values) * 10) / 10;
}
