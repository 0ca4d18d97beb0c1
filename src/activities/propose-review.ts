import { proposalOf } from '../expressions/review.js';
import type { Proposal } from '../shared/review.js';
import type { ActivityDependencies } from './dependencies.js';
import { readRunFile, writeRunFile } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

/** Puts what was chosen, and what else could be, so that a person can decide. */
export function proposeReview(deps: ActivityDependencies) {
  return (input: StepInput): Promise<Proposal> =>
    runStep(deps, 'review', input, async ({ runId }) => {
      const { cues } = await readRunFile(deps.home, runId, 'subtitles.json');
      const { candidates } = await readRunFile(deps.home, runId, 'expressions.json');
      const { proposal, positions } = proposalOf(candidates, cues);
      await writeRunFile(deps.home, runId, 'proposal.json', { candidates, positions });
      return proposal;
    });
}
