import { extractExpressions } from '../expressions/index.js';
import { nothingFound } from '../shared/errors.js';
import type { ActivityDependencies } from './dependencies.js';
import { readRunFile, writeRunFile } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

/** Finds the expressions worth learning and chooses those of this lesson. */
export function findExpressions(deps: ActivityDependencies) {
  return (input: StepInput): Promise<{ headwords: string[] }> =>
    runStep(deps, 'expressions', input, async ({ runId, log, progress }) => {
      const { request } = await readRunFile(deps.home, runId, 'request.json');
      const { cues, native } = await readRunFile(deps.home, runId, 'subtitles.json');
      progress(0, cues.length, `Looking at ${cues.length} lines`);
      const { level, maxExpressions: max, known } = request.options;
      const candidates = extractExpressions(cues, { max, level, native, known }, deps.lexicon);
      const chosen = candidates.filter((candidate) => candidate.chosen);
      log.info({ candidates: candidates.length, chosen: chosen.map(({ headword }) => headword) }, 'chose');
      if (chosen.length === 0) throw nothingFound(cues.length, candidates.length);
      await writeRunFile(deps.home, runId, 'expressions.json', { candidates });
      return { headwords: chosen.map(({ headword }) => headword) };
    });
}
