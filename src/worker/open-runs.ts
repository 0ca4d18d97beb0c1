import { type Client, isGrpcServiceError, ServiceError, WorkflowNotFoundError } from '@temporalio/client';

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
    // An id that the server takes for none is no run's of its.
    if (error instanceof WorkflowNotFoundError || isInvalidArgument(error)) return false;
    throw error;
  }
}

/** `INVALID_ARGUMENT` in gRPC's status codes. */
const INVALID_ARGUMENT = 3;

function isInvalidArgument(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && cause.code === INVALID_ARGUMENT;
}
