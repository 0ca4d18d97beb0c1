import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config/index.js';
import { lastCommandAt, type ServiceFiles } from './home-files.js';
import { countOpenRuns } from './server-calls.js';
import { removeServiceInfo, type ServiceInfo, writeServiceInfo } from './service-info.js';
import type { Log } from './service-log.js';

/**
 * Resolves when a service has had nothing to do for the idle time: no open run, no command. It has then withdrawn
 * its `service.json`.
 *
 * A command touches its mark first and reads `service.json` then; here the file goes first and the mark is looked
 * at again then. So either this service sees the command and stays, or the command sees that it must start another.
 *
 * @throws the signal's reason when it aborts.
 */
export async function untilIdle(options: {
  config: Pick<Config, 'idleMinutes'>;
  files: ServiceFiles;
  info: ServiceInfo;
  log: Log;
  signal: AbortSignal;
}): Promise<void> {
  const { files, info, log, signal } = options;
  const idleMs = options.config.idleMinutes * 60_000;
  const lookEveryMs = Math.min(10_000, Math.max(100, idleMs / 10));
  let lastActive = Date.now();
  let commandAt = await lastCommandAt(files);
  for (;;) {
    await delay(lookEveryMs, undefined, { signal });
    if ((await openRuns(info)) !== 0) lastActive = Date.now();
    const latest = await lastCommandAt(files);
    // Only whether it has changed counts: the disk's clock may not be ours.
    if (latest !== commandAt) lastActive = Date.now();
    commandAt = latest;
    if (Date.now() - lastActive < idleMs) continue;
    signal.throwIfAborted();
    await removeServiceInfo(files.home.serviceFile);
    if ((await lastCommandAt(files)) === commandAt && (await openRuns(info)) === 0) {
      log.info({ idleMinutes: options.config.idleMinutes }, 'nothing to do any more');
      return;
    }
    signal.throwIfAborted();
    await writeServiceInfo(files.home.serviceFile, info);
  }
}

/** A server that does not answer may have open runs. */
async function openRuns(info: ServiceInfo): Promise<number | null> {
  try {
    return await countOpenRuns(info.address, info.namespace);
  } catch {
    return null;
  }
}
