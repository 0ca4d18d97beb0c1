import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { LangflixError } from '../../../shared/errors.js';
import { loadScorer, type Scorer } from '../scoring/scorer.js';
import { loadTagger } from '../text/tokens.js';
import { INDEX_VERSION, type LexiconIndex, openTrie, readNouns } from './lexicon-index.js';
import type { Trie } from './trie.js';

/** Everything the extractor can find, ready for matching, and how it judges what it has found. */
export interface Lexicon {
  trie: Trie;
  /** Everyday nouns: whether their usual meaning can be touched. */
  nouns: ReadonlyMap<string, boolean>;
  scorer: Scorer;
  /** How many entries come from where. */
  size: { phrasebook: number; wordnet: number };
}

/** `src/expressions/offline/lexicon` and `dist/expressions/offline/lexicon` are equally deep. */
const PACKAGE = new URL('../../../../', import.meta.url);

/**
 * Loads the index that the build makes (`npm run build:lexicon`) and the weights of the scorer.
 * `npm run bench:expressions` prints how long it takes.
 *
 * @throws LangflixError `Internal` when a file is missing or of another version
 */
export async function loadLexicon(): Promise<Lexicon> {
  const [index, weights] = await Promise.all([readOwn('dist/lexicon.json'), readOwn('data/scorer.json')]);
  loadTagger();
  return assembleLexicon(JSON.parse(index) as LexiconIndex, loadScorer(JSON.parse(weights)));
}

/** Puts a lexicon together from an index. */
export function assembleLexicon(index: LexiconIndex, scorer: Scorer): Lexicon {
  if (index.version !== INDEX_VERSION)
    throw new LangflixError('Internal', 'The index of the lexicon was built by another version of langflix', {
      hint: 'Run npm run build, or install langflix again.',
    });
  return { trie: openTrie(index), nouns: readNouns(index), scorer, size: index.size };
}

async function readOwn(name: string): Promise<string> {
  const file = new URL(name, PACKAGE);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new LangflixError('Internal', `langflix cannot read its own data file ${fileURLToPath(file)}`, {
      hint: 'Run npm run build, or install langflix again.',
      cause,
    });
  }
}
