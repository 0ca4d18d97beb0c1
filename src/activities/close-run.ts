import { discardStaging, removeRunFolder } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { runStep, type StepInput } from './step.js';

/**
 * Takes away what only this run needed. Its finished segments stay in the cache. Where its output goes is told by the
 * workflow: the run's own folder may have been deleted, and the claim on the output must go all the same.
 */
export function closeRun(deps: ActivityDependencies) {
  return (input: StepInput & { outputDir: string }): Promise<void> =>
    runStep(deps, 'publish', input, async ({ runId }) => {
      try {
        await discardStaging(input.outputDir, runId);
      } finally {
        await removeRunFolder(deps.home, runId);
      }
    });
}
