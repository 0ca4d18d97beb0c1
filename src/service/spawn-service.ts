import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Config, toEnvironment } from '../config/index.js';
import { isErrorKind, LangflixError } from '../shared/errors.js';
import { serviceFiles } from './home-files.js';
import { beginLogFile, tailOf, withAppendedFile } from './service-log.js';

export interface SpawnedService {
  pid: number;
  /** Its exit code (128 for a signal), null while it runs. 0 can mean: another service was there first. */
  ended(): number | null;
  /** Why it ended, from what it left in its logs. */
  failure(): Promise<LangflixError>;
}

const OWN_ENTRY = fileURLToPath(new URL('./main.js', import.meta.url));

/**
 * A service stays in the background for hours: Node may clean up a little more often. With fewer arenas (below) this
 * takes 326 MiB at most instead of 393 MiB for the same lesson.
 */
const LEAN = ['--max-semi-space-size=4'];

/**
 * glibc gives each of a process's many threads an arena of its own, which it never gives back; and once a large block was
 * freed it keeps blocks of that size for good (mallopt(3), M_MMAP_THRESHOLD), as after every picture and stretch of sound.
 */
const FRUGAL = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' };

/** Starts the background process of a home, which outlives this one. */
export async function spawnService(config: Config, entry: string = OWN_ENTRY): Promise<SpawnedService> {
  const files = serviceFiles(config);
  await boundOutput(files.output);
  const saidBefore = (await stat(files.output).catch(() => null))?.size ?? 0;
  const startedAt = Date.now();
  const child = withAppendedFile(files.output, (descriptor) =>
    spawn(process.execPath, [...LEAN, entry], {
      detached: true,
      stdio: ['ignore', descriptor, descriptor],
      env: { ...FRUGAL, ...toEnvironment(config) },
      // It must not keep the folder in use that the command was given in.
      cwd: files.home.root,
      windowsHide: true,
    }),
  );
  let ended: number | null = null;
  child.once('exit', (code) => {
    ended = code ?? 128;
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.unref();
  return {
    pid: child.pid!,
    ended: () => ended,
    async failure() {
      const logged = await lastFatal(files.log, startedAt);
      if (logged !== null) return logged;
      const said = (await tailOf(files.output, 10, saidBefore)).join('\n');
      return new LangflixError(
        'NoServer',
        `The service of this home ended with ${ended} while it started\n${said}`,
        {
          hint: `Its logs are ${files.log} and ${files.output}`,
        },
      );
    },
  };
}

const OUTPUT_BYTES = 1_000_000;

/** Services say next to nothing outside their log; but they are started for years. */
async function boundOutput(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found !== null && found.size > OUTPUT_BYTES) await beginLogFile(path).catch(() => {});
}

/** The error that a service wrote into its log before it ended, as it was. */
async function lastFatal(log: string, since: number): Promise<LangflixError | null> {
  for (const line of (await tailOf(log, 20)).reverse()) {
    try {
      const entry: unknown = JSON.parse(line);
      if (typeof entry !== 'object' || entry === null) continue;
      const { level, time, kind, hint, msg } = entry as Record<string, unknown>;
      if (level !== 60 || typeof msg !== 'string' || Date.parse(String(time)) < since) continue;
      return new LangflixError(isErrorKind(kind) ? kind : 'NoServer', msg, {
        hint: typeof hint === 'string' ? hint : `Its log is ${log}`,
      });
    } catch {
      // A line that was cut off.
    }
  }
  return null;
}
