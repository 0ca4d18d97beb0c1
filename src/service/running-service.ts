import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config/index.js';
import { LangflixError } from '../shared/errors.js';
import { isSameProcessAlive, lockHolder, type ProcessIdentity } from '../storage/index.js';
import { serviceFiles } from './home-files.js';
import { endStrayServer } from './server-process.js';
import { readServiceInfo, removeServiceInfo, type ServiceInfo } from './service-info.js';

/**
 * What there is of a home's service. The lock is what counts: `service.json` without its writer holding the lock is
 * a dead service's leftover. `changing`: on its way in or out.
 */
export type FoundService =
  | { state: 'none' }
  | { state: 'changing'; process: ProcessIdentity }
  | { state: 'up'; process: ProcessIdentity; info: ServiceInfo };

/** Looks, without asking the server. */
export async function inspectService(config: Pick<Config, 'home'>): Promise<FoundService> {
  const { home } = serviceFiles(config);
  const holder = await lockHolder(home.lockFile);
  if (holder === null) return { state: 'none' };
  const process = { pid: holder.pid, startTime: holder.startTime };
  const info = await readServiceInfo(home.serviceFile);
  const isItsOwn = info !== null && info.pid === holder.pid && info.startTime === holder.startTime;
  return isItsOwn ? { state: 'up', process, info } : { state: 'changing', process };
}

/** What the running service of a home says of itself; null when none is up. */
export async function readService(config: Pick<Config, 'home'>): Promise<ServiceInfo | null> {
  const found = await inspectService(config);
  return found.state === 'up' ? found.info : null;
}

export interface StopOptions {
  onStatus?: (line: string) => void;
  /** How long it may take to end in good order before it is killed; 45 s unless told otherwise. */
  timeoutMs?: number;
}

/** A worker lets activities finish for 10 s and gives up on them after 25 s; the server then has 10 s. */
const STOP_WITHIN_MS = 45_000;
const LOOK_EVERY_MS = 50;

/**
 * Ends the service of a home and waits until it is gone, server and all. Open runs stay in the database and go on
 * with the next service.
 *
 * @returns `none` when no service was running.
 * @throws LangflixError `ServiceBusy` when it runs on another machine or in another container.
 */
export async function stopService(
  config: Pick<Config, 'home'>,
  { onStatus, timeoutMs = STOP_WITHIN_MS }: StopOptions = {},
): Promise<'stopped' | 'killed' | 'none'> {
  const files = serviceFiles(config);
  const found = await inspectService(config);
  if (found.state === 'none') {
    await endStrayServer(files.serverPid);
    return 'none';
  }
  if (!(await isSameProcessAlive(found.process))) {
    // The lock counts as held, but by no process that can be seen from here.
    if ((await inspectService(config)).state === 'none') return 'stopped';
    throw new LangflixError(
      'ServiceBusy',
      `${files.home.lockFile}: held by a process on another machine or in another container`,
      { hint: 'Run `langflix down` there.' },
    );
  }
  onStatus?.(`ending the service of this home (process ${found.process.pid})`);
  signal(found.process.pid, 'SIGTERM');
  const outcome = (await isGoneWithin(found.process, timeoutMs)) ? 'stopped' : 'killed';
  if (outcome === 'killed') {
    onStatus?.('it does not end by itself: killing it');
    signal(found.process.pid, 'SIGKILL');
    await isGoneWithin(found.process, 10_000);
    await endStrayServer(files.serverPid);
    await removeServiceInfo(files.home.serviceFile);
  }
  return outcome;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has just ended by itself.
  }
}

async function isGoneWithin(identity: ProcessIdentity, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (await isSameProcessAlive(identity)) {
    if (Date.now() > until) return false;
    await delay(LOOK_EVERY_MS);
  }
  return true;
}
