import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Config } from '../../config/index.js';
import { type ResolvedServer, resolveServer, touchLastCommand } from '../../service/index.js';
import { LangflixError } from '../../shared/errors.js';
import { LangflixClient, type RunReference } from '../langflix-client.js';
import type { CommandEnvironment } from './context.js';
import { sentence } from './printable.js';

/** A command's connection to the server that it works with: the home's own, or the one that was configured. */
export interface Session {
  /** Another one after {@link renew}. */
  readonly client: LangflixClient;
  /** Whether the server is the home's own, which this command may start again. */
  readonly embedded: boolean;
  /** A run's address in the Web UI; null where nobody knows it. */
  webUi(run: RunReference): string | null;
  /** Connects anew, after the server was lost. The home's own service is started where it is not there. */
  renew(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Refuse a configured server that no worker serves: the command would wait for nothing. */
  needsWorker: boolean;
  /** Replace an idle service whose log level is another one: the person asked for this one. */
  insistOnLogLevel?: boolean;
  /** Take a running service of the home as it is: the command only looks at a run, or talks to it. */
  anySettings?: boolean;
}

/** Time for a connection to a configured server: a tenth of it is much for one that is there. */
const CONNECT_WITHIN_MS = 5000;
/** How often a command says that it is still at work. */
const PRESENCE_MS = 15_000;

/**
 * Connects, and starts the home's service when it is not there.
 *
 * @throws LangflixError `NoServer` when nobody answers, `NoWorker` when a configured server has no worker
 */
export async function openSession(
  { config, terminal, failure }: CommandEnvironment,
  { needsWorker, insistOnLogLevel = false, anySettings = !needsWorker }: SessionOptions,
): Promise<Session> {
  const tell = (text: string) => terminal.warn(sentence(text));
  const connect = async (signal?: AbortSignal) => {
    const server = await resolveServer(config, {
      onStatus: tell,
      insistOnLogLevel,
      anySettings,
      ...(signal && { signal }),
    });
    return { server, client: await connectTo(config, server) };
  };
  await touchLastCommand(config);
  let now = await connect();
  // A service stays for as long as a command is at work, whatever it waits for.
  const presence = setInterval(
    () => void touchLastCommand(config).catch(() => {}),
    Math.min(PRESENCE_MS, (config.idleMinutes * 60_000) / 4),
  );
  presence.unref();
  failure.log = now.server.embedded
    ? join(config.home, 'logs', 'service.log')
    : 'that of the worker which served the run';
  if (needsWorker && !now.server.embedded && !(await now.client.isServed())) {
    const { address } = now.server;
    clearInterval(presence);
    await now.client.close();
    throw new LangflixError(
      'NoWorker',
      `A server answers at ${address}, but no worker serves the queue ${config.taskQueue}.`,
      {
        hint: 'Start one with the same settings: langflix up (or langflix worker).',
      },
    );
  }
  return {
    get client() {
      return now.client;
    },
    get embedded() {
      return now.server.embedded;
    },
    webUi({ workflowId, runId }) {
      const { uiUrl, namespace } = now.server;
      if (uiUrl === null) return null;
      return `${uiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}/${encodeURIComponent(runId)}`;
    },
    async renew(signal) {
      const next = await connect(signal);
      await now.client.close().catch(() => {});
      now = next;
    },
    close() {
      clearInterval(presence);
      return now.client.close().catch(() => {});
    },
  };
}

async function connectTo(config: Config, server: ResolvedServer): Promise<LangflixClient> {
  const { address, namespace, embedded, connectOptions } = server;
  try {
    const connection = await Connection.connect({ connectTimeout: CONNECT_WITHIN_MS, ...connectOptions });
    return new LangflixClient(new Client({ connection, namespace }), { taskQueue: config.taskQueue });
  } catch (cause) {
    throw new LangflixError('NoServer', `No Temporal server answers at ${address}.`, {
      hint: embedded
        ? `Try again. If it stays so: langflix down, and look into ${join(config.home, 'logs')}.`
        : 'Start it, check TEMPORAL_ADDRESS and the other TEMPORAL_ settings, or unset them to use langflix’s own server.',
      cause,
    });
  }
}

/** Runs a command's body with a session and closes it afterwards. */
export async function withSession<R>(
  environment: CommandEnvironment,
  options: SessionOptions,
  body: (session: Session) => Promise<R>,
): Promise<R> {
  const session = await openSession(environment, options);
  try {
    return await body(session);
  } finally {
    await session.close();
  }
}
