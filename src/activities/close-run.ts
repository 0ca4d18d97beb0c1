import { discardStaging, removeRunFolder } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { readRunFile } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

/** Takes away what only this run needed. Its finished segments stay in the cache. */
export function closeRun(deps: ActivityDependencies) {
  return (input: StepInput): Promise<void> =>
    runStep(deps, 'publish', input, async ({ runId, log }) => {
      const opened = await readRunFile(deps.home, runId, 'request.json').catch(() => null);
      if (opened === null) log.debug('the run was never opened');
      else await discardStaging(opened.request.outputDir, runId);
      await removeRunFolder(deps.home, runId);
    });
}
