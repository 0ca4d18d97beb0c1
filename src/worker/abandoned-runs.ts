import { type Client, type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import { WORKFLOWS } from '../shared/names.js';

/** A run that waits for a worker in vain. */
export interface AbandonedRun {
  workflowId: string;
  runId: string;
  /** Since when nobody has served it, ms since 1970. */
  unservedSinceMs: number;
}

/**
 * Open runs of langflix's that no worker has served for so long: on a queue that nobody serves any more, or stuck on
 * a step that fails in every worker. A run that waits for a person is served, and not among them.
 *
 * @param now ms since 1970
 */
export async function findAbandonedRuns(
  client: Client,
  { olderThanMs, now }: { olderThanMs: number; now: number },
): Promise<AbandonedRun[]> {
  const types = Object.values(WORKFLOWS).map((name) => `WorkflowType = '${name}'`);
  const query = `ExecutionStatus = 'Running' AND (${types.join(' OR ')})`;
  const abandoned: AbandonedRun[] = [];
  for await (const { workflowId, runId, startTime } of client.workflow.list({ query })) {
    if (now - startTime.getTime() < olderThanMs) continue;
    const description = await client.workflow.getHandle(workflowId, runId).describe();
    if (description.status.name !== 'RUNNING') continue;
    const unservedSinceMs = unservedSince(description.raw);
    if (unservedSinceMs !== null && now - unservedSinceMs >= olderThanMs)
      abandoned.push({ workflowId, runId, unservedSinceMs });
  }
  return abandoned;
}

/**
 * Since when nobody has taken what a run waits for, ms since 1970; null where it waits for no worker. A pure reading
 * of the server's description.
 */
export function unservedSince(
  raw: Pick<WorkflowExecutionDescription['raw'], 'pendingWorkflowTask' | 'pendingActivities'>,
): number | null {
  const { pendingWorkflowTask, pendingActivities } = raw;
  // A task that fails again and again is scheduled anew each time: the first time counts.
  const task = timeOf(pendingWorkflowTask?.originalScheduledTime ?? pendingWorkflowTask?.scheduledTime);
  if (task !== null) return task;
  const latest = (pendingActivities ?? []).map(({ scheduledTime, lastStartedTime, lastHeartbeatTime }) =>
    Math.max(...[scheduledTime, lastStartedTime, lastHeartbeatTime].map((time) => timeOf(time) ?? 0)),
  );
  return latest.length === 0 ? null : Math.max(...latest);
}

function timeOf(
  time: { seconds?: unknown; nanos?: number | null | undefined } | null | undefined,
): number | null {
  const ms = Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1e6;
  return ms > 0 ? ms : null;
}

/**
 * Ends the runs that {@link findAbandonedRuns} finds, or only says which in a dry run. Their folders are the cleanup's
 * to take then.
 */
export async function endAbandonedRuns(
  client: Client,
  { dryRun, ...options }: { olderThanMs: number; now: number; dryRun: boolean },
): Promise<{ workflowId: string; runId: string; reason: string }[]> {
  const ended: { workflowId: string; runId: string; reason: string }[] = [];
  for (const run of await findAbandonedRuns(client, options)) {
    const { workflowId, runId } = run;
    const reason = abandonment(run);
    try {
      if (!dryRun) await client.workflow.getHandle(workflowId, runId).terminate(reason);
      ended.push({ workflowId, runId, reason });
    } catch (error) {
      // It has come to its end in this very moment.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
  return ended;
}

/** Why such a run is ended, for a person. */
function abandonment({ unservedSinceMs }: AbandonedRun): string {
  const day = new Date(unservedSinceMs).toISOString().slice(0, 10);
  return `No worker has served this run since ${day}, so the cleanup ended it. Ask for the episode again: scenes that are in the cache are not made again.`;
}
