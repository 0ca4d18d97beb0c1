import { discardStaging, removeRunFolder } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { hasRunFile, readRunFile } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

/** Takes away what only this run needed. Its finished segments stay in the cache. */
export function closeRun(deps: ActivityDependencies) {
  return (input: StepInput): Promise<void> =>
    runStep(deps, 'publish', input, async ({ runId, log }) => {
      // A run that was never opened has no such file, and has claimed nothing.
      if (await hasRunFile(deps.home, runId, 'request.json')) {
        const { request } = await readRunFile(deps.home, runId, 'request.json');
        await discardStaging(request.outputDir, runId);
      } else log.debug('the run was never opened');
      await removeRunFolder(deps.home, runId);
    });
}
