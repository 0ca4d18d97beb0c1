import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import type { Config } from '../../config.js';
import { resolveServer, touchLastCommand } from '../../service/index.js';
import { LangflixError } from '../../shared/errors.js';
import { LangflixClient, type RunReference } from '../langflix-client.js';

/** A command's connection to the server that it works with: the home's own, or the one that was configured. */
export interface Session {
  client: LangflixClient;
  /** Whether the server is the home's own, which this command may start again. */
  embedded: boolean;
  /** A run's address in the Web UI; null where nobody knows it. */
  webUi(run: RunReference): string | null;
  close(): Promise<void>;
}

/**
 * Connects, and starts the home's service when it is not there.
 *
 * @throws LangflixError `NoServer` when nobody answers, `NoWorker` when a configured server has no worker
 */
export async function openSession(
  config: Config,
  say: (text: string) => void,
  needsWorker = true,
): Promise<Session> {
  await touchLastCommand(config);
  const server = await resolveServer(config, { onStatus: say });
  const client = await LangflixClient.connect({
    address: server.address,
    namespace: server.namespace,
    taskQueue: config.taskQueue,
    connection: config.temporal.connection,
  }).catch((cause: unknown) => {
    throw new LangflixError('NoServer', `No Temporal server answers at ${server.address}.`, {
      hint: 'Start it, or unset TEMPORAL_ADDRESS to use langflix’s own server.',
      cause,
    });
  });
  if (needsWorker && !server.embedded && !(await client.isServed())) {
    await client.close();
    throw new LangflixError(
      'NoWorker',
      `A server answers at ${server.address}, but no worker serves the queue ${config.taskQueue}.`,
      {
        hint: 'Start one with the same settings: langflix up (or langflix worker).',
      },
    );
  }
  return {
    client,
    embedded: server.embedded,
    webUi: ({ workflowId, runId }) =>
      server.uiUrl === null
        ? null
        : `${server.uiUrl}/namespaces/${encodeURIComponent(server.namespace)}/workflows/${encodeURIComponent(workflowId)}/${encodeURIComponent(runId)}`,
    close: () => client.close(),
  };
}

/** Runs a command's body with a session and closes it afterwards. */
export async function withSession<R>(
  config: Config,
  say: (text: string) => void,
  body: (session: Session) => Promise<R>,
  needsWorker = true,
): Promise<R> {
  const session = await openSession(config, say, needsWorker);
  try {
    return await body(session);
  } finally {
    await session.close();
  }
}

/** gRPC's UNAVAILABLE, DEADLINE_EXCEEDED and CANCELLED (the channel went away). */
const GONE = new Set([14, 4, 1]);

/** Whether an error says that the server is gone, not that it refused. */
export function isServerUnavailable(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (isGrpcServiceError(at) && GONE.has(at.code)) return true;
    if (at instanceof ServiceError && at.cause === undefined) return true;
  }
  return false;
}
