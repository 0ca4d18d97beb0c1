import type { Client } from '@temporalio/client';
import type { Config } from '../config/index.js';
import { LangflixError } from '../shared/errors.js';
import { ownIdentity } from '../storage/index.js';
import { version } from '../version.js';
import type { RunningWorker, StartWorkerOptions } from '../worker/index.js';
import { EMBEDDED_NAMESPACE, type EmbeddedServer, startEmbeddedServer } from './embedded-server.js';
import type { ServiceFiles } from './home-files.js';
import { untilIdle } from './idle.js';
import { withEmbeddedClient } from './server-calls.js';
import {
  fingerprintOf,
  removeServiceInfo,
  type ServiceInfo,
  settingsThatMatter,
  writeServiceInfo,
} from './service-info.js';
import type { Log } from './service-log.js';
import { findTemporalCli } from './temporal-cli.js';

/** What a service does besides running a server; given from outside, so that it can be tried without ffmpeg. */
export interface ServiceWork {
  startWorker(options: StartWorkerOptions): Promise<RunningWorker>;
  /** Brings the home's schedules to what they should be; doing it twice changes nothing. */
  applySchedule(client: Client, options: { taskQueue: string }): Promise<void>;
}

export interface RunServiceOptions extends ServiceWork {
  config: Config;
  /** Started by a person who watches it (`langflix up`): no idle end, and its log goes to stderr as well. */
  foreground: boolean;
  /** Called each time the service is ready; again after its server had to be started anew. */
  onReady?: (info: ServiceInfo) => void;
  /** Ends the service, as SIGTERM and SIGINT do. */
  signal?: AbortSignal;
}

/** A server or worker that ends more often than this within ten minutes will not get well by another start. */
const RESTARTS = 5;
const RESTARTS_WITHIN_MS = 600_000;
/**
 * Server, worker and schedule until `ending` is raised or there is nothing to do any more. The caller holds the
 * home's lock. A server or worker that ends alone is started again.
 */
export async function serve(
  options: RunServiceOptions,
  files: ServiceFiles,
  log: Log,
  ending: AbortSignal,
): Promise<void> {
  const { config } = options;
  const cliPath = await findTemporalCli(config, {
    signal: ending,
    onStatus: (line) => log.info(line),
  });
  const startServer = (ports: Config['ports']) =>
    startEmbeddedServer({
      cliPath,
      database: files.home.database,
      pidFile: files.serverPid,
      logFile: files.serverLog,
      ports,
      logLevel: config.logLevel,
      retentionDays: config.retentionDays,
      environment: config.environment,
      log,
    });
  const mayRestart = restartAllowance();
  let server = await startServer(config.ports);
  let worker: RunningWorker | undefined;
  try {
    while (!ending.aborted) {
      worker ??= await startWork(options, server, log);
      const info = await announce(options, files, server);
      log.info({ address: server.address, uiUrl: server.uiUrl }, 'service is ready');
      options.onReady?.(info);
      const event = await nextEvent(options, files, server, worker, info, log, ending);
      if (event === 'end') break;
      if (!mayRestart()) {
        throw new LangflixError('NoServer', `The ${event} of this home ends again and again`, {
          hint: `The logs are ${files.log} and ${files.serverLog}`,
        });
      }
      if (event === 'server') {
        log.warn(await server.exited, 'the server has ended by itself, starting it again');
        const { address, ports } = server;
        server = await startServer(ports);
        if (server.address === address) continue;
      }
      await endWorker(worker, log);
      worker = undefined;
    }
  } finally {
    await removeServiceInfo(files.home.serviceFile);
    log.info('service ends');
    if (worker !== undefined) await endWorker(worker, log);
    await server.stop();
  }
}

async function startWork(
  options: RunServiceOptions,
  server: EmbeddedServer,
  log: Log,
): Promise<RunningWorker> {
  const { config } = options;
  const worker = await options.startWorker({
    config,
    connection: { address: server.address, namespace: EMBEDDED_NAMESPACE },
    log,
  });
  try {
    await withEmbeddedClient(server.address, EMBEDDED_NAMESPACE, (client) =>
      options.applySchedule(client, { taskQueue: config.taskQueue }),
    );
  } catch (error) {
    // Old work stays a little longer; lessons can be made all the same.
    log.warn({ err: error }, 'the cleanup schedule could not be applied');
  }
  return worker;
}

async function announce(options: RunServiceOptions, files: ServiceFiles, server: EmbeddedServer) {
  const settings = settingsThatMatter(options.config);
  const info: ServiceInfo = {
    ...(await ownIdentity()),
    address: server.address,
    namespace: EMBEDDED_NAMESPACE,
    uiUrl: server.uiUrl,
    version,
    fingerprint: fingerprintOf(settings),
    settings,
    logLevel: options.config.logLevel,
    foreground: options.foreground,
    startedAt: new Date().toISOString(),
    log: files.log,
  };
  await writeServiceInfo(files.home.serviceFile, info);
  return info;
}

/** What comes first: the end, the server's own end, the worker's own end. */
async function nextEvent(
  options: RunServiceOptions,
  files: ServiceFiles,
  server: EmbeddedServer,
  worker: RunningWorker,
  info: ServiceInfo,
  log: Log,
  ending: AbortSignal,
): Promise<'end' | 'server' | 'worker'> {
  const over = new AbortController();
  const signal = AbortSignal.any([ending, over.signal]);
  const aborted = new Promise<'end'>((resolve) => {
    if (ending.aborted) resolve('end');
    ending.addEventListener('abort', () => resolve('end'), { once: true, signal: over.signal });
  });
  const workerEnded = worker.run.then(
    () => 'worker' as const,
    (error: unknown) => {
      if (!over.signal.aborted) log.error({ err: error }, 'the worker has ended by itself');
      return 'worker' as const;
    },
  );
  const serverEnded = server.exited.then(() => 'server' as const);
  const idle = options.foreground
    ? []
    : [untilIdle({ config: options.config, files, info, log, signal }).then(() => 'end' as const)];
  try {
    return await Promise.race([aborted, serverEnded, workerEnded, ...idle]);
  } finally {
    over.abort();
  }
}

async function endWorker(worker: RunningWorker, log: Log): Promise<void> {
  try {
    await worker.shutdown();
    await worker.run;
  } catch (error) {
    log.debug({ err: error }, 'the worker did not end well');
  }
}

function restartAllowance(): () => boolean {
  const restarts: number[] = [];
  return () => {
    const now = Date.now();
    while (restarts[0] !== undefined && now - restarts[0] > RESTARTS_WITHIN_MS) restarts.shift();
    restarts.push(now);
    return restarts.length <= RESTARTS;
  };
}
