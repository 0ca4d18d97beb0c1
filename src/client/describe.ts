import type { WorkflowClient, WorkflowExecutionDescription, WorkflowExecutionInfo } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { PROGRESS_MEMO, stageMemoSchema } from '../shared/progress.js';
import { foldStatus, type PendingActivity, type RunStatus, readHeartbeat } from './status.js';

/** One call to the server: where a run stands, from its memo and its activities' heartbeats. */
export async function describeRun(
  client: WorkflowClient,
  workflowId: string,
  runId?: string,
): Promise<RunStatus> {
  const description = await client.getHandle(workflowId, runId).describe();
  return statusOf(description, await pendingActivities(client, description));
}

/** The same from a listing, which knows no heartbeats: percentages are those at which the stage began. */
export function statusOf(
  info: Pick<WorkflowExecutionInfo, 'workflowId' | 'runId' | 'status'> & {
    memo?: Record<string, unknown> | undefined;
  },
  pending: PendingActivity[] = [],
): RunStatus {
  const memo = stageMemoSchema.safeParse(info.memo?.[PROGRESS_MEMO]);
  return {
    workflowId: info.workflowId,
    runId: info.runId,
    ...foldStatus({ execution: info.status.name, memo: memo.success ? memo.data : null, pending }),
  };
}

async function pendingActivities(
  client: WorkflowClient,
  description: WorkflowExecutionDescription,
): Promise<PendingActivity[]> {
  return Promise.all(
    (description.raw.pendingActivities ?? []).map(async ({ activityId, heartbeatDetails }) => {
      const converter = client.options.loadedDataConverter;
      const details = await decodeArrayFromPayloads(converter, heartbeatDetails?.payloads).catch(() => []);
      return { activityId: activityId ?? '', heartbeat: readHeartbeat(details[0]) };
    }),
  );
}
