import { type Client, WorkflowNotFoundError } from '@temporalio/client';

/** Ids of all runs that are open now, of any workflow: their folders are nobody else's to touch. */
export async function openRunIds(client: Client): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { runId } of client.workflow.list({ query: "ExecutionStatus = 'Running'" }))
    ids.add(runId);
  return ids;
}

/** Whether one run is open: sure at once, unlike a listing, in which a run that has just begun comes a moment later. */
export async function isRunOpen(
  client: Client,
  run: { workflowId: string; runId: string },
): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(run.workflowId, run.runId).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
