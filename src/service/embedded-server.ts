import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config, LogLevel } from '../config.js';
import { LangflixError } from '../shared/errors.js';
import { SEARCH_ATTRIBUTES } from '../shared/names.js';
import { freePort, LOOPBACK } from './free-port.js';
import { serverAnswers, setRetention } from './server-calls.js';
import { endStrayServer, type ServerProcess, startServerProcess } from './server-process.js';
import { beginLogFile, type Log, tailOf } from './service-log.js';

/** Of the embedded server: start-dev makes it by itself. */
export const EMBEDDED_NAMESPACE = 'default';

const READY_WITHIN_MS = 45_000;
const ASK_EVERY_MS = 100;
/**
 * Somebody else may take a port between a look and the server's bind: one of the two that we chose, or one of the dozen
 * that start-dev chooses for its own services. What it says then differs from version to version.
 */
const TRIES = 3;

export interface EmbeddedServerOptions {
  cliPath: string;
  /** The SQLite file; kept from start to start. */
  database: string;
  pidFile: string;
  logFile: string;
  ports: Config['ports'];
  logLevel: LogLevel;
  retentionDays: number;
  environment: Config['environment'];
  log: Log;
}

export interface EmbeddedServer extends ServerProcess {
  /** `127.0.0.1:7233` */
  address: string;
  uiUrl: string;
  ports: Config['ports'];
}

interface FailedStart {
  failure: string;
  /** Whether another start, on other ports, may do better. */
  mayPass: boolean;
}

/**
 * Starts `temporal server start-dev` on loopback, as a child of this process, and waits until it answers. Preferred
 * ports that are taken are replaced by free ones; a server that ends before it has answered is tried again on others.
 * To be called by the holder of the home's lock.
 *
 * @throws LangflixError `NoServer` with the last lines of its log.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  await endStrayServer(options.pidFile, options.log);
  await beginLogFile(options.logFile);
  const refused: number[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const server = await freePort(options.ports.server, refused);
    const ui = await freePort(options.ports.ui, [...refused, server]);
    const started = await tryStarting(options, { server, ui });
    if (!('failure' in started)) {
      await setRetention(started.address, EMBEDDED_NAMESPACE, options.retentionDays);
      return started;
    }
    if (!started.mayPass || attempt === TRIES) {
      throw new LangflixError('NoServer', `The embedded Temporal server does not start: ${started.failure}`, {
        hint: `Its log is ${options.logFile}`,
      });
    }
    options.log.warn({ server, ui, said: started.failure }, 'the server has not started, trying other ports');
    refused.push(server, ui);
  }
}

async function tryStarting(
  options: EmbeddedServerOptions,
  ports: Config['ports'],
): Promise<EmbeddedServer | FailedStart> {
  const descriptor = openSync(options.logFile, 'a', 0o600);
  let child: ServerProcess;
  try {
    child = await startServerProcess(
      {
        path: options.cliPath,
        args: startDevArguments(options, ports),
        environment: serverEnvironment(options.environment),
      },
      options.pidFile,
      descriptor,
    );
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error), mayPass: false };
  } finally {
    closeSync(descriptor);
  }
  const address = `${LOOPBACK}:${ports.server}`;
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!child.hasExited() && Date.now() < deadline) {
    // The child must be alive after the answer too: else it was somebody else's server that answered.
    if ((await serverAnswers(address, EMBEDDED_NAMESPACE, 2000)) && !child.hasExited()) {
      return { ...child, address, uiUrl: `http://${LOOPBACK}:${ports.ui}`, ports };
    }
    await delay(ASK_EVERY_MS);
  }
  const wasAlive = !child.hasExited();
  await child.stop();
  const tail = (await tailOf(options.logFile, 3)).join(' | ');
  return wasAlive
    ? { failure: `no answer within ${READY_WITHIN_MS / 1000} s ${tail}`, mayPass: false }
    : { failure: tail, mayPass: true };
}

/** The command line of `temporal server start-dev`. Pure. */
export function startDevArguments(
  options: Pick<EmbeddedServerOptions, 'database' | 'logLevel'>,
  ports: Config['ports'],
): string[] {
  const level = options.logLevel === 'trace' || options.logLevel === 'debug' ? 'info' : 'warn';
  return [
    ...['server', 'start-dev'],
    ...['--ip', LOOPBACK, '--port', String(ports.server)],
    ...['--ui-ip', LOOPBACK, '--ui-port', String(ports.ui)],
    ...['--db-filename', options.database],
    ...Object.values(SEARCH_ATTRIBUTES).flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ...['--dynamic-config-value', 'frontend.enableServerVersionCheck=false'],
    // start-dev opens an HTTP API that asks for no token and takes what a browser sends without asking: any web page
    // could start runs by it. Nothing of ours needs it (the Web UI has its own way), so no address of it is the right one.
    ...['--dynamic-config-value', 'frontend.httpAllowedHosts=["langflix.invalid"]'],
    // What was asked for first is done first: queues in one part, filled by one hand (the longest scenes come first).
    ...['--dynamic-config-value', 'history.transferProcessorSchedulerWorkerCount=1'],
    ...['--dynamic-config-value', 'matching.numTaskqueueReadPartitions=1'],
    ...['--dynamic-config-value', 'matching.numTaskqueueWritePartitions=1'],
    ...['--log-level', level, '--log-format', 'json'],
    // Settings that a person has made for the CLI's other uses must not move this server.
    '--disable-config-file',
    '--disable-config-env',
  ];
}

/** The child's environment: without Temporal's own variables, and with its look for updates off. */
function serverEnvironment(environment: Config['environment']): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !/^(TEMPORAL|LANGFLIX)_/.test(name)) kept[name] = value;
  }
  return { ...kept, TEMPORAL_VERSION_CHECK_DISABLED: '1' };
}
