import { LangflixError } from '../shared/errors.js';
import type { CleanupRequest } from '../shared/inputs.js';
import type { CleanupResult } from '../shared/results.js';
import { discardStaging, findRemovable, removeItems } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { hasRunFile, readRunFile } from './run-folder.js';
import { runStep } from './step.js';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Ends the runs that nobody serves any more, and removes what nobody has used for so many days from `work` and
 * `cache`, and what the cache holds above its bound.
 */
export function cleanUp(deps: ActivityDependencies) {
  return (request: CleanupRequest): Promise<CleanupResult> =>
    runStep(deps, 'cleanup', request, async ({ signal, progress }) => {
      const { dryRun } = request;
      // Asked first: when the server does not tell which runs are open, nothing is removed.
      const ended = await deps.endAbandonedRuns({ dryRun }).catch(doesNotSay);
      const listed = await deps.openRunIds().catch(doesNotSay);
      // What was ended just now may be listed still; what a dry run would end counts as ended.
      const openRunIds = new Set(listed);
      for (const { runId } of ended) openRunIds.delete(runId);
      const { removable, kept } = await findRemovable(deps.home, {
        olderThanMs: request.days * DAY_MS,
        now: Date.now(),
        openRunIds,
        cacheMaxBytes: deps.cacheMaxBytes,
      });
      const isEnded = (runId: string) => ended.some((run) => run.runId === runId);
      const outcome = await removeItems(removable, {
        dryRun,
        signal,
        onProgress: (done) => progress(done, removable.length, `${done} of ${removable.length}`),
        isOpen: async (run) => !isEnded(run.runId) && (await deps.isRunOpen(run)),
        beforeRun: (runId) => giveUpOutput(deps, runId),
      });
      const verb = dryRun ? 'Would remove' : 'Removed';
      const mib = (outcome.freedBytes / 1024 / 1024).toFixed(1);
      const endings =
        ended.length === 0 ? '' : ` ${dryRun ? 'Would end' : 'Ended'} ${ended.length} that nobody serves.`;
      return {
        status: 'completed',
        message: `${verb} ${outcome.removed.length} of ${removable.length + kept.length}, ${mib} MiB.${endings}`,
        removed: outcome.removed,
        kept: [...kept, ...outcome.kept],
        ended,
        freedBytes: outcome.freedBytes,
      };
    });
}

/** A run that could not tidy up (it was terminated) may have staged something beside its output. */
async function giveUpOutput(deps: ActivityDependencies, runId: string): Promise<void> {
  if (!(await hasRunFile(deps.home, runId, 'request.json'))) return;
  const { request } = await readRunFile(deps.home, runId, 'request.json');
  await discardStaging(request.outputDir, runId);
}

function doesNotSay(cause: unknown): never {
  throw new LangflixError('Transient', 'The Temporal server does not say which runs are open', {
    hint: 'Nothing was removed.',
    cause,
  });
}
