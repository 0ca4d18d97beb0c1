import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionOptions } from '@temporalio/client';
import type { Config } from '../config/index.js';
import { LangflixError } from '../shared/errors.js';
import { prepareHome } from '../storage/index.js';
import { version } from '../version.js';
import { serviceFiles, touchLastCommand } from './home-files.js';
import { inspectService, type StopOptions, stopService } from './running-service.js';
import { countOpenRuns, embeddedConnectOptions, serverAnswers } from './server-calls.js';
import { differences, type ServiceInfo } from './service-info.js';
import { type SpawnedService, spawnService } from './spawn-service.js';
import { findTemporalCli } from './temporal-cli.js';

export interface EnsureOptions {
  /** Told what is being waited for, in a line for a person. */
  onStatus?: (line: string) => void;
  /** Whether to start a service when none runs, and to replace one that differs; true unless told otherwise. */
  start?: boolean;
  /** Also replace an idle service whose log level differs: the person asked for this one. */
  insistOnLogLevel?: boolean;
  /** Take a running service of this version with whatever settings it has. */
  anySettings?: boolean;
  /** How long to wait for readiness; a minute unless told otherwise. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** The program that becomes the service; langflix's own unless told otherwise. */
  entry?: string;
}

/** A run that was started just now is listed a moment later: a service is idle when it still has none after this. */
const LISTED_WITHIN_MS = 2000;
const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

/**
 * The running service of a home, started when there is none. Commands that do this at once share one service. A
 * service of another version or with other settings is replaced when it is idle.
 *
 * @throws LangflixError `ServiceBusy` when it is not, or was started by `langflix up`; `NoServer` when none runs and
 * none may be started, or it did not get ready (with the reason from its log); `ToolMissing` without Temporal CLI.
 */
export async function ensureService(config: Config, options: EnsureOptions = {}): Promise<ServiceInfo> {
  const { start = true, onStatus } = options;
  const files = serviceFiles(config);
  await prepareHome(files.home);
  // Before the first look: a service that is about to end by itself sees this, or its service.json is gone already.
  await touchLastCommand(config);
  let until = Date.now() + (options.timeoutMs ?? READY_WITHIN_MS);
  let spawned: SpawnedService | undefined;
  for (;;) {
    options.signal?.throwIfAborted();
    const found = await inspectService(config);
    if (found.state === 'up' && (await serverAnswers(found.info.address, found.info.namespace, 3000))) {
      if (!start || (await suits(found.info, config, options))) return found.info;
      onStatus?.('replacing the service of this home, which is idle and differs');
      await stopService(config, stopOptions(options));
    } else if (found.state === 'none' && !start) {
      throw new LangflixError('NoServer', `No service of this home is running (${config.home})`, {
        hint: 'Start it with `langflix up`, or by `langflix process`.',
      });
    } else if (found.state === 'none' && (spawned === undefined || spawned.ended() !== null)) {
      if (spawned !== undefined && spawned.ended() !== 0) throw await spawned.failure();
      const waited = Date.now();
      await findTemporalCli(config, cliOptions(options));
      until += Date.now() - waited;
      onStatus?.('starting the service of this home');
      spawned = await spawnService(config, options.entry);
    }
    if (Date.now() > until) throw notReady(config, found.state, spawned);
    await delay(LOOK_EVERY_MS);
  }
}

function cliOptions({ onStatus, signal }: EnsureOptions) {
  return { ...(onStatus && { onStatus }), ...(signal && { signal }) };
}

function stopOptions({ onStatus }: EnsureOptions): StopOptions {
  return onStatus === undefined ? {} : { onStatus };
}

/** Whether a running service is the one that is wanted; false: it may be replaced. */
async function suits(info: ServiceInfo, config: Config, options: EnsureOptions): Promise<boolean> {
  const differing = differences(info, { version, config: options.anySettings === true ? null : config });
  const otherLog = options.insistOnLogLevel === true && info.logLevel !== config.logLevel;
  if (differing.length === 0 && !otherLog) return true;
  const openRuns = await settledOpenRuns(info);
  // Runs that wait for a person wait in the database as well.
  if (openRuns === 0 && !info.foreground) return false;
  if (differing.length === 0) {
    options.onStatus?.(`the running service keeps its log level, ${info.logLevel}`);
    return true;
  }
  const why = info.foreground ? 'was started by `langflix up`' : `is at work on ${openRuns} run(s)`;
  throw new LangflixError(
    'ServiceBusy',
    `The service of this home (process ${info.pid}) ${why} and differs: ${differing.join('; ')}`,
    {
      hint: 'Wait for its runs to end, end it with `langflix down` (its runs go on afterwards), or use another LANGFLIX_HOME.',
    },
  );
}

async function settledOpenRuns({ address, namespace }: ServiceInfo): Promise<number> {
  const until = Date.now() + LISTED_WITHIN_MS;
  for (;;) {
    const open = await countOpenRuns(address, namespace);
    if (open > 0 || Date.now() > until) return open;
    await delay(LOOK_EVERY_MS);
  }
}

function notReady(config: Config, state: string, spawned: SpawnedService | undefined): LangflixError {
  const { log } = serviceFiles(config);
  const pid = spawned === undefined ? '' : ` (process ${spawned.pid})`;
  const what = state === 'up' ? 'does not answer' : 'did not get ready in time';
  return new LangflixError('NoServer', `The service of this home${pid} ${what}`, {
    hint: `End it with \`langflix down\` and try again; its log is ${log}`,
  });
}

/** A server that commands can talk to. */
export interface ResolvedServer {
  address: string;
  namespace: string;
  /** For `Connection.connect` of the Temporal client. */
  connectOptions: ConnectionOptions & { address: string };
  /** Where its Web UI is; null: not known. */
  uiUrl: string | null;
  /** Whether it is the home's own. */
  embedded: boolean;
}

/**
 * The server that commands talk to: the one in the configuration (it is not asked whether it answers), else that of
 * the home's service, see {@link ensureService}.
 */
export async function resolveServer(config: Config, options: EnsureOptions = {}): Promise<ResolvedServer> {
  const { address, namespace, connection } = config.temporal;
  if (address !== null) {
    return { address, namespace, connectOptions: { address, ...connection }, uiUrl: null, embedded: false };
  }
  const info = await ensureService(config, options);
  return {
    address: info.address,
    namespace: info.namespace,
    connectOptions: embeddedConnectOptions(info.address),
    uiUrl: info.uiUrl,
    embedded: true,
  };
}
