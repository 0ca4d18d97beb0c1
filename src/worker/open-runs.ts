import type { Client } from '@temporalio/client';

/** Ids of all runs that are open now, of any workflow: their folders are nobody else's to touch. */
export async function openRunIds(client: Client): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { runId } of client.workflow.list({ query: "ExecutionStatus = 'Running'" }))
    ids.add(runId);
  return ids;
}
