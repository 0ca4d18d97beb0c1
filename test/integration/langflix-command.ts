import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../../src/config/index.js';
import { freePort } from '../../src/service/free-port.js';
import { stopService } from '../../src/service/running-service.js';
import { locateTemporalCli } from '../../src/service/temporal-cli.js';

const MAIN = fileURLToPath(new URL('../../dist/client/cli/main.js', import.meta.url));

/** How a `langflix` command ended. */
export interface Outcome {
  /** Null when a signal ended it. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
  ms: number;
}

/** A `langflix` command under way. */
export interface RunningCommand {
  child: ChildProcess;
  /** What it has written so far. */
  said(): string;
  outcome: Promise<Outcome>;
}

/** A person's own machine, as far as langflix sees it: a home, a working folder and an environment. */
export interface Desk {
  home: string;
  /** Where commands are given. Empty at first. */
  folder: string;
  env: Record<string, string>;
  /** Starts `langflix ...` in a process group of its own, as a terminal would. */
  start(args: string[], options?: { cwd?: string; env?: Record<string, string> }): RunningCommand;
  /** Runs `langflix ...` to its end. */
  langflix(args: string[], options?: { cwd?: string; env?: Record<string, string> }): Promise<Outcome>;
  /** Names in the home; empty when there is none. */
  inHome(): Promise<string[]>;
  /** Ends the home's service and takes everything away. */
  clear(): Promise<void>;
}

/** @param overrides variables of the environment, besides those that keep the desk apart from the rest of the machine */
export async function makeDesk(overrides: Record<string, string> = {}): Promise<Desk> {
  const root = await mkdtemp(join(tmpdir(), 'langflix-desk-'));
  const home = join(root, 'home');
  const folder = await mkdtemp(join(tmpdir(), 'langflix-folder-'));
  const cli = await locateTemporalCli(readConfig(process.env));
  // Without it the first command would build one, for minutes.
  if (cli === null) throw new Error('no Temporal CLI: run `node scripts/setup.mjs` first');
  const server = await freePort(0);
  const ui = await freePort(0, [server]);
  const env: Record<string, string> = {
    ...(process.env as Record<string, string>),
    LANGFLIX_HOME: home,
    LANGFLIX_PORT: String(server),
    LANGFLIX_UI_PORT: String(ui),
    // What a test that failed leaves behind ends soon by itself.
    LANGFLIX_IDLE_MINUTES: '2',
    LANGFLIX_MEDIA_SLOTS: '1',
    LANGFLIX_LOG_LEVEL: '',
    TEMPORAL_ADDRESS: '',
    TEMPORAL_PROFILE: '',
    TEMPORAL_CONFIG_FILE: '/dev/null',
    TEMPORAL_CLI_PATH: cli,
    NO_COLOR: '1',
    ...overrides,
  };
  const underWay = new Set<ChildProcess>();
  const start: Desk['start'] = (args, options = {}) => {
    const started = Date.now();
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: options.cwd ?? folder,
      env: { ...env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    underWay.add(child);
    child.once('close', () => underWay.delete(child));
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const outcome = new Promise<Outcome>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr, ms: Date.now() - started }));
    });
    return { child, said: () => stdout + stderr, outcome };
  };
  return {
    home,
    folder,
    env,
    start,
    langflix: (args, options) => start(args, options).outcome,
    inHome: () => readdir(home).catch(() => []),
    async clear() {
      // What a test that failed has left under way.
      for (const child of underWay) child.kill('SIGKILL');
      await stopService({ home }, { timeoutMs: 20_000 });
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Waits until something is true. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const started = Date.now();
  while (!(await condition())) {
    if (Date.now() - started > withinMs) throw new Error(`not within ${withinMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
