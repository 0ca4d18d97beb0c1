import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { LangflixClient } from '../../src/client/index.js';
import { type Config, type ConfigVariable, toEnvironment } from '../../src/config/index.js';
import { ensureService, readService, type ServiceInfo, stopService } from '../../src/service/index.js';
import type { CleanupResult } from '../../src/shared/results.js';
import { type Home, homeLayout } from '../../src/storage/index.js';
import { killTree } from '../integration/support/processes.js';
import { type WatchedFfmpeg, watchedFfmpeg } from '../integration/support/watched-ffmpeg.js';
import { testFolder } from '../media/episodes.js';
import { makeHome, serversOf, type TestHome, withClient } from '../service/home.js';
import { type Episode, makeChaosEpisode } from './episode.js';
import { becomes } from './wait.js';
import { type LogEvent, readLogs } from './worker-log.js';

const ENTRY = fileURLToPath(new URL('../../dist/service/main.js', import.meta.url));
const COMMAND = fileURLToPath(new URL('../../dist/client/cli/main.js', import.meta.url));

/** Small times, so that waiting for them takes no longer than it must. */
const QUICK: Partial<Record<ConfigVariable, string>> = {
  LANGFLIX_HEARTBEAT_TIMEOUT: '3s',
  LANGFLIX_TRANSIENT_RETRY: '300ms',
  LANGFLIX_STALL_TIMEOUT: '4s',
  LANGFLIX_MEDIA_SLOTS: '2',
  LANGFLIX_IDLE_MINUTES: '30',
};

/** Where rounds take place: a home with its service, an episode, and an ffmpeg that can be told to misbehave. */
export interface Site {
  folder: string;
  /** Study packs go here. */
  outputs: string;
  home: Home;
  config: Config;
  episode: Episode;
  ffmpeg: WatchedFfmpeg;
  /** Starts the service where it is not there, as the next command would. */
  up(entry?: string): Promise<ServiceInfo>;
  withLangflix<T>(use: (langflix: LangflixClient, temporal: Client) => Promise<T>): Promise<T>;
  /** Of the service that is up now; NaN where none is. */
  servicePid(): Promise<number>;
  serverPids(): Promise<number[]>;
  /** A worker of its own beside the service's, with two media slots; resolves when it works. */
  addWorker(): Promise<ExtraWorker>;
  events(): Promise<LogEvent[]>;
  /** Removes all that no run needs, as `langflix cleanup --days 0` does; shows that the worker takes work, too. */
  cleanUp(): Promise<CleanupResult>;
  close(): Promise<void>;
}

export interface ExtraWorker {
  pid: number;
  /** Kills it if it is still there. */
  end(): Promise<void>;
}

/** Something that is done to a site's folders before its service starts, and undone in the end. */
export interface Ground {
  prepare(home: Home, outputs: string): Promise<void>;
  clear(home: Home, outputs: string): Promise<void>;
}

/** @param settings that differ from the quick ones */
export async function openSite(
  settings: Partial<Record<ConfigVariable, string>> = {},
  ground?: Ground,
): Promise<Site> {
  const scratch = await testFolder();
  const episode = await makeChaosEpisode(scratch.path);
  const ffmpeg = await watchedFfmpeg(join(scratch.path, 'ffmpeg'));
  const owner: TestHome = await makeHome();
  const config = owner.config({ ...QUICK, LANGFLIX_FFMPEG: ffmpeg.path, ...settings });
  const home = homeLayout(owner.root);
  const workers = new Set<ChildProcess>();
  const outputs = join(scratch.path, 'outputs');
  await mkdir(outputs);
  await ground?.prepare(home, outputs);

  const up = (entry = ENTRY) => ensureService(config, { entry });
  const site: Site = {
    folder: scratch.path,
    outputs,
    home,
    config,
    episode,
    ffmpeg,
    up,
    withLangflix: async (use) =>
      withClient(await up(), (temporal) => use(new LangflixClient(temporal), temporal)),
    servicePid: async () => (await readService(config))?.pid ?? Number.NaN,
    serverPids: () => serversOf(owner),
    async addWorker() {
      const { address } = await up();
      await mkdir(home.logs, { recursive: true });
      const log = join(home.logs, `worker-${workers.size}-${Date.now()}.log`);
      const descriptor = openSync(log, 'a');
      const child = spawn(process.execPath, [COMMAND, 'worker', '--concurrency', '2'], {
        env: { ...toEnvironment(config), TEMPORAL_ADDRESS: address },
        stdio: ['ignore', descriptor, descriptor],
      });
      workers.add(child);
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      const ready = async () => (await readFile(log, 'utf8')).includes('worker starts');
      if (!(await becomes(ready, 60_000))) throw new Error(`no worker: ${await readFile(log, 'utf8')}`);
      return {
        pid: child.pid ?? Number.NaN,
        async end() {
          child.kill('SIGCONT');
          child.kill('SIGKILL');
          await gone;
          workers.delete(child);
        },
      };
    },
    events: () => readLogs(home.logs),
    cleanUp: () =>
      site.withLangflix(async (langflix) =>
        langflix.result<CleanupResult>(await langflix.startCleanup({ days: 0 })),
      ),
    async close() {
      for (const child of workers) if (child.pid !== undefined) await killTree(child.pid);
      await stopService(config);
      await ground?.clear(home, outputs);
      await owner.remove();
      await scratch.remove();
    },
  };
  return site;
}
