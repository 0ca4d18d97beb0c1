import { setTimeout as delay } from 'node:timers/promises';
import { ERROR_KINDS, LangflixError } from '../shared/errors.js';
import { acquireLock, isLock, type Lock, ownIdentity, prepareHome } from '../storage/index.js';
import { version } from '../version.js';
import { type ServiceFiles, serviceFiles } from './home-files.js';
import { type RunServiceOptions, serve } from './serve.js';
import { readServiceInfo, removeServiceInfo, settingsThatMatter } from './service-info.js';
import { beginLogFile, type Log, openLog } from './service-log.js';

/** Another service may be on its way out: its worker has some 40 s to finish. */
const LOCK_WITHIN_MS = 60_000;

/**
 * Runs the service of a home until it is told to end or has been idle: holds the home's lock, its embedded server
 * and its worker. A server or worker that ends alone is started again.
 *
 * @returns the process's exit code: 0, also when another service of this home is at work already (in the background).
 * @throws LangflixError `ToolMissing`, `NoServer`, `ServiceBusy` (in the foreground, when another one is at work).
 */
export async function runService(options: RunServiceOptions): Promise<number> {
  const files = serviceFiles(options.config);
  await prepareHome(files.home);
  const lock = await takeLock(files, options);
  if (lock === null) return 0;
  const ending = new AbortController();
  const end = () => ending.abort();
  const restore = onEndingSignals(end, options.signal);
  let log: Log | undefined;
  try {
    await beginLogFile(files.log);
    log = openLog(files.log, options.config.logLevel, options.foreground ? process.stderr : undefined);
    log.info({ version, settings: settingsThatMatter(options.config) }, 'service starts');
    await serve(options, files, log, ending.signal);
    log.info('service has ended');
    return 0;
  } catch (error) {
    if (ending.signal.aborted) return 0;
    const kind = error instanceof LangflixError ? error.kind : 'Internal';
    const hint = error instanceof LangflixError ? error.hint : undefined;
    log?.fatal({ kind, hint, err: error }, error instanceof Error ? error.message : String(error));
    if (options.foreground || !(error instanceof LangflixError)) throw error;
    return ERROR_KINDS[error.kind].exitCode;
  } finally {
    restore();
    await removeServiceInfo(files.home.serviceFile);
    await lock.release();
  }
}

/** @returns null when another service is at work, which is all that was wanted of a background one. */
async function takeLock(
  files: ServiceFiles,
  { foreground, signal }: RunServiceOptions,
): Promise<Lock | null> {
  const { pid } = await ownIdentity();
  const until = Date.now() + LOCK_WITHIN_MS;
  for (;;) {
    const outcome = await acquireLock(files.home.lockFile, { info: { service: version, pid } });
    if (isLock(outcome)) return outcome;
    const info = await readServiceInfo(files.home.serviceFile);
    if (info !== null && info.pid === outcome.heldBy?.pid) {
      if (!foreground) return null;
      throw new LangflixError(
        'ServiceBusy',
        `A service of this home is at work already (process ${info.pid}, Web UI ${info.uiUrl})`,
        { hint: 'End it with `langflix down` first.' },
      );
    }
    // Without its word that it is ready, the holder is on its way in or out.
    if (Date.now() > until || signal?.aborted) {
      const who = outcome.heldBy === null ? 'another process' : `process ${outcome.heldBy.pid}`;
      throw new LangflixError('ServiceBusy', `${files.home.lockFile}: ${who} neither serves nor ends`, {
        hint: `End it with \`langflix down\`; its log is ${files.log}`,
      });
    }
    await delay(100);
  }
}

/** SIGTERM and Ctrl-C end the service in good order; a second one at once. */
function onEndingSignals(end: () => void, signal: AbortSignal | undefined): () => void {
  let received = 0;
  const onSignal = () => {
    received += 1;
    if (received === 1) end();
    // The server goes with this process, the lock is known to be a dead process's, open runs are in the database.
    else process.exit(130);
  };
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end);
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return () => {
    signal?.removeEventListener('abort', end);
    process.off('SIGTERM', onSignal);
    process.off('SIGINT', onSignal);
  };
}
