// The thread behind `candidateFinder`: loads the lexicon once and answers questions, one after the other.
import { parentPort } from 'node:worker_threads';
import { LangflixError } from '../../shared/errors.js';
import { findCandidates } from './find.js';
import type { FinderAnswer, FinderQuestion } from './finder.js';
import { loadLexicon } from './lexicon/lexicon.js';

const lexicon = loadLexicon();
// Whoever asks is told; without a question there is nobody to tell.
lexicon.catch(() => {});

parentPort?.on('message', async ({ id, cues, native }: FinderQuestion) => {
  parentPort?.postMessage(await answer(id, cues, native));
});

async function answer(
  id: number,
  cues: FinderQuestion['cues'],
  native: string | null,
): Promise<FinderAnswer> {
  try {
    return { id, candidates: findCandidates(cues, await lexicon, { native }) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return error instanceof LangflixError && error.hint !== undefined
      ? { id, problem, hint: error.hint }
      : { id, problem };
  }
}
