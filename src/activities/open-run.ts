import { finishedPack, identifyRequest } from '../episode/index.js';
import { assertAllowed } from '../expressions/llm/index.js';
import type { ProcessVideoRequest } from '../shared/inputs.js';
import type { ProcessVideoResult } from '../shared/results.js';
import { assertOutputPlace, claimOutput, openRunFolder, prepareHome } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { writeRunFile } from './run-folder.js';
import { runStep } from './step.js';

export interface OpenedRun {
  /** The result, when the very same study pack is there already and whole. */
  finished: ProcessVideoResult | null;
  searchAttributes: boolean;
}

/** Refuses what is not allowed here, makes the run's folder, claims the output folder for it, and looks whether all is done already. */
export function openRun(deps: ActivityDependencies) {
  return (request: ProcessVideoRequest): Promise<OpenedRun> =>
    runStep(deps, 'probe', request, async ({ workflowId, runId, scheduledAtMs }) => {
      assertAllowed(request.options, deps.model);
      await assertOutputPlace(request.outputDir, deps.home);
      const identity = await identifyRequest(request);
      const finished = request.again ? null : await finishedPack(request.outputDir, identity.request);
      if (finished === null) {
        // The request comes first: by it `closeRun` finds the claim, whatever happens after it was made.
        // The home's folders may have been deleted since the worker started.
        await prepareHome(deps.home);
        await openRunFolder(deps.home, { workflowId, runId });
        await writeRunFile(deps.home, runId, 'request.json', { request, fingerprint: identity.video });
        await claimOutput(request.outputDir, { workflowId, runId, startedAtMs: scheduledAtMs });
      }
      return { finished: finished?.result ?? null, searchAttributes: deps.searchAttributes };
    });
}
