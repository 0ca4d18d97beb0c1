import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../shared/names.js';

/** How the embedded server is reached: quick to try again while it starts, and never through a proxy. */
export function embeddedConnectOptions(address: string): ConnectionOptions & { address: string } {
  return {
    address,
    connectTimeout: '5s',
    channelArgs: {
      'grpc.enable_http_proxy': 0,
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 1000,
    },
  };
}

/** Opens a connection for one question and closes it. */
async function ask<T>(
  address: string,
  timeoutMs: number,
  question: (connection: Connection) => Promise<T>,
): Promise<T> {
  // No retries: the callers ask again by themselves and have to notice a silent server in time.
  const connection = Connection.lazy({ ...embeddedConnectOptions(address), interceptors: [] });
  try {
    return await connection.withDeadline(Date.now() + timeoutMs, () => question(connection));
  } finally {
    await connection.close();
  }
}

/** Whether a server at an address answers for a namespace. */
export async function serverAnswers(address: string, namespace: string, timeoutMs: number): Promise<boolean> {
  try {
    await ask(address, timeoutMs, (connection) =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return true;
  } catch {
    return false;
  }
}

/**
 * How many runs are open and have something to do. Those that wait for a person's review do not count, since they lose
 * nothing while no service runs. Schedules, which the server keeps as runs of its own, do not count: the server leaves
 * them out.
 *
 * @throws when the server does not answer.
 */
export async function countOpenRuns(address: string, namespace: string): Promise<number> {
  const running = "ExecutionStatus = 'Running'";
  const waiting = `${running} AND ${SEARCH_ATTRIBUTES.stage} = 'review'`;
  return ask(address, 5000, async ({ workflowService }) => {
    const count = async (query: string) =>
      Number((await workflowService.countWorkflowExecutions({ namespace, query })).count ?? 0);
    const open = await count(running);
    // A server that does not know the attribute has no run that could bear it.
    return open === 0 ? 0 : open - (await count(waiting).catch(() => 0));
  });
}

/**
 * Sets how long closed runs are kept. A start-dev server begins with one day.
 *
 * @throws when the server does not answer.
 */
export async function setRetention(address: string, namespace: string, days: number): Promise<void> {
  const wanted = days * 86_400;
  await ask(address, 10_000, async (connection) => {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    if (Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) === wanted) return;
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: { seconds: wanted as never } },
    });
  });
}

/** Lends a client of the embedded server. */
export async function withEmbeddedClient<T>(
  address: string,
  namespace: string,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const connection = await Connection.connect(embeddedConnectOptions(address));
  try {
    return await use(new Client({ connection, namespace }));
  } finally {
    await connection.close();
  }
}
