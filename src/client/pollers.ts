import type { Client } from '@temporalio/client';

/** A worker asks for work at least this often: a long poll lasts a minute. */
const LONGEST_POLL_MS = 75_000;

/** Whether some worker has asked for work on a task queue lately. A dead one still counts for about a minute. */
export async function isServed(client: Client, taskQueue: string): Promise<boolean> {
  const { namespace } = client.options;
  const described = await client.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: 1,
  });
  return (described.pollers ?? []).some(({ lastAccessTime }) => {
    const at = Number(lastAccessTime?.seconds ?? 0) * 1000;
    return Date.now() - at < LONGEST_POLL_MS;
  });
}
