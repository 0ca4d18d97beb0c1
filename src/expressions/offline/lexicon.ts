import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { LangflixError } from '../../shared/errors.js';
import type { Level } from '../../shared/expression.js';
import { parseHeadword } from './headword.js';
import type { LexiconEntry } from './lexicon-entry.js';
import { type PhrasebookFile, readPhrasebook } from './phrasebook.js';
import { loadTagger } from './tokens.js';
import { addPattern, emptyTrie, type TrieNode } from './trie.js';

/** Everything the extractor can find, ready for matching. */
export interface Lexicon {
  root: TrieNode;
  /** How many entries come from where. */
  size: { phrasebook: number; wordnet: number };
}

/** The index that `npm run build:lexicon` writes: see data/README.md. */
export interface WordnetIndex {
  version: 1;
  /** headword, kind, level, spoken, opacity, whether verb, whether dependable, meaning, similar */
  entries: [string, LexiconEntry['kind'], Level, 1 | 2 | 3, 0 | 1 | 2, 0 | 1, 0 | 1, string, string[]][];
}

/** `src/expressions/offline` and `dist/expressions/offline` are equally deep. */
const DATA = new URL('../../../data/', import.meta.url);

/**
 * Loads the phrasebook and the WordNet index from the package's `data/` folder; about 100 ms, 60 MB with the tagger.
 *
 * @throws LangflixError `Internal` when a file is missing or broken
 */
export async function loadLexicon(): Promise<Lexicon> {
  const [phrasebook, packed] = await Promise.all([readPhrasebookFiles(), readData('wordnet.json.gz')]);
  loadTagger();
  return buildLexicon(phrasebook, JSON.parse(gunzipSync(packed).toString('utf8')) as WordnetIndex);
}

/** The phrasebook's files in the package's `data/phrasebook/` folder, in the order of their names. */
export async function readPhrasebookFiles(): Promise<PhrasebookFile[]> {
  const names = (await readdir(new URL('phrasebook/', DATA)))
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
  return Promise.all(
    names.map(async (name) => ({
      name: `data/phrasebook/${name}`,
      text: (await readData(`phrasebook/${name}`)).toString('utf8'),
    })),
  );
}

/**
 * Puts a lexicon together. What the phrasebook has, WordNet does not say again.
 *
 * @param phrasebook its files; see `readPhrasebook`
 * @throws LangflixError `Internal` when an entry of the phrasebook is not valid
 */
export function buildLexicon(phrasebook: readonly PhrasebookFile[], wordnet: WordnetIndex): Lexicon {
  const root = emptyTrie();
  const own = readPhrasebook(phrasebook);
  const known = new Set<string>();
  for (const { entry, headwords } of own) {
    for (const { display, patterns } of headwords) {
      known.add(display.toLowerCase());
      for (const pattern of patterns) addPattern(root, pattern, entry, display);
    }
  }
  let size = 0;
  for (const item of wordnet.entries) {
    const [notation, kind] = item;
    const { display, patterns, surroundings } = parseHeadword(notation, kind);
    if (known.has(display)) continue;
    const entry = wordnetEntry(item, display, surroundings);
    for (const pattern of patterns) addPattern(root, pattern, entry, display);
    size += 1;
  }
  return { root, size: { phrasebook: own.length, wordnet: size } };
}

function wordnetEntry(
  item: WordnetIndex['entries'][number],
  headword: string,
  surroundings: LexiconEntry['surroundings'],
): LexiconEntry {
  const [, kind, level, spoken, opacity, verb, dependable, meaning, similar] = item;
  return {
    source: 'wordnet',
    ...{ headword, kind, level, spoken, opacity, surroundings },
    ...{ exact: null, aside: false, notAfter: [], notBefore: [], onlyBefore: null },
    literalProne: false,
    literalClues: [],
    firstWord: verb === 1 ? 'VERB' : null,
    dependable: dependable === 1,
    senses: [{ meaning, similar, translations: {}, clues: [] }],
  };
}

async function readData(name: string): Promise<Buffer> {
  const file = new URL(name, DATA);
  try {
    return await readFile(file);
  } catch (cause) {
    throw new LangflixError('Internal', `langflix cannot read its own data file ${fileURLToPath(file)}`, {
      hint: 'Install langflix again.',
      cause,
    });
  }
}
