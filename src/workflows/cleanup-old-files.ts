import { setCurrentDetails } from '@temporalio/workflow';
import { cleanupInputSchema } from '../shared/inputs.js';
import { markdownText } from '../shared/markdown.js';
import type { CleanupResult } from '../shared/results.js';
import { runFailure } from './failures.js';
import { parseInput } from './input.js';
import { activitiesUnder } from './proxies.js';

/**
 * Removes work folders and cached segments that nobody has used for `days`; never anything of an open run, never a
 * study pack.
 */
export async function cleanupOldFiles(raw: unknown): Promise<CleanupResult> {
  const request = parseInput(cleanupInputSchema, raw ?? {});
  const { light } = activitiesUnder(request.limits);
  const summary = `${request.dryRun ? 'List' : 'Remove'} files unused for ${request.days} days`;
  try {
    const result = await light.cleanUp.executeWithOptions({ summary }, [request]);
    const lines = [
      // A cleanup that an earlier build began knows nothing of them.
      ...(result.ended ?? []).map(
        ({ workflowId, reason }) =>
          `| ${request.dryRun ? 'would end' : 'ended'} | ${markdownText(workflowId)} | ${markdownText(reason)} |`,
      ),
      ...result.removed.map(
        ({ path, reason }) =>
          `| ${request.dryRun ? 'would remove' : 'removed'} | ${markdownText(path)} | ${markdownText(reason)} |`,
      ),
      ...result.kept.map(({ path, reason }) => `| kept | ${markdownText(path)} | ${markdownText(reason)} |`),
    ];
    setCurrentDetails(
      [markdownText(result.message), '', '| | | |', '|---|---|---|', ...lines.slice(0, 100)].join('\n'),
    );
    return result;
  } catch (error) {
    throw runFailure(error, request.limits);
  }
}
