import { LangflixError } from '../shared/errors.js';
import type { CleanupRequest } from '../shared/inputs.js';
import type { CleanupResult } from '../shared/results.js';
import { findRemovable, removeItems } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { runStep } from './step.js';

const DAY_MS = 24 * 60 * 60_000;

/** Removes what nobody has used for so many days from `work` and `cache`. */
export function cleanUp(deps: ActivityDependencies) {
  return (request: CleanupRequest): Promise<CleanupResult> =>
    runStep(deps, 'cleanup', request, async ({ signal, progress }) => {
      // Asked first: when the server does not tell which runs are open, nothing is removed.
      const openRunIds = await deps.openRunIds().catch((cause: unknown) => {
        throw new LangflixError('Transient', 'The Temporal server does not say which runs are open', {
          hint: 'Nothing was removed.',
          cause,
        });
      });
      const { removable, kept } = await findRemovable(deps.home, {
        olderThanMs: request.days * DAY_MS,
        now: Date.now(),
        openRunIds,
      });
      const outcome = await removeItems(removable, {
        dryRun: request.dryRun,
        signal,
        onProgress: (done) => progress(done, removable.length, `${done} of ${removable.length}`),
      });
      const verb = request.dryRun ? 'Would remove' : 'Removed';
      const mib = (outcome.freedBytes / 1024 / 1024).toFixed(1);
      return {
        status: 'completed',
        message: `${verb} ${outcome.removed.length} of ${removable.length + kept.length}, ${mib} MiB.`,
        removed: outcome.removed,
        kept: [...kept, ...outcome.kept],
        freedBytes: outcome.freedBytes,
      };
    });
}
