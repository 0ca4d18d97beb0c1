import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { type Config, type ConfigVariable, readConfig } from '../../src/config/index.js';
import { freePort } from '../../src/service/free-port.js';
import { stopService } from '../../src/service/running-service.js';
import { embeddedConnectOptions } from '../../src/service/server-calls.js';
import type { ServiceInfo } from '../../src/service/service-info.js';
import { locateTemporalCli } from '../../src/service/temporal-cli.js';

/** A service whose worker has two small workflows; it uses the built code in dist. */
export const SIMPLE_SERVICE = fixture('simple-service.mjs');

export function fixture(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
}

export interface TestHome {
  root: string;
  /** The configuration of this home, with ports that nobody uses. */
  config(overrides?: Partial<Record<ConfigVariable, string>>): Config;
  /** Ends its service and removes it. */
  remove(): Promise<void>;
}

export async function makeHome(): Promise<TestHome> {
  const cli = await locateTemporalCli(readConfig(process.env));
  if (cli === null) throw new Error('no Temporal CLI: run `node scripts/setup.mjs` first');
  const root = await mkdtemp(join(tmpdir(), 'langflix-home-'));
  const server = await freePort(0);
  const ui = await freePort(0, [server]);
  const config: TestHome['config'] = (overrides = {}) =>
    readConfig(
      { ...process.env, TEMPORAL_ADDRESS: '', TEMPORAL_PROFILE: '', TEMPORAL_CONFIG_FILE: '/dev/null' },
      {
        LANGFLIX_HOME: root,
        TEMPORAL_CLI_PATH: cli,
        LANGFLIX_PORT: String(server),
        LANGFLIX_UI_PORT: String(ui),
        // What a failed test leaves behind ends soon by itself.
        LANGFLIX_IDLE_MINUTES: '2',
        LANGFLIX_MEDIA_SLOTS: '1',
        ...overrides,
      },
    );
  return {
    root,
    config,
    async remove() {
      await stopService({ home: root }, { timeoutMs: 15_000 });
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Waits for something to become true. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<number> {
  const started = Date.now();
  while (!(await condition())) {
    if (Date.now() - started > withinMs) throw new Error(`not within ${withinMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return Date.now() - started;
}

export async function withClient<T>(info: ServiceInfo, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect(embeddedConnectOptions(info.address));
  try {
    return await use(new Client({ connection, namespace: info.namespace }));
  } finally {
    await connection.close();
  }
}

const run = promisify(execFile);

/** Pids of the Temporal servers on a home's database. */
export async function serversOf(home: TestHome): Promise<number[]> {
  const { stdout } = await run('ps', ['-Ao', 'pid=,stat=,args=']);
  return stdout
    .split('\n')
    .filter((line) => line.includes(`--db-filename ${home.root}/`) && !/^\s*\d+\s+Z/.test(line))
    .map((line) => Number.parseInt(line, 10));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

let bundleFolder: string | undefined;

/** Bundles the small workflows once for all services of a test file; they find it through the environment. */
export async function bundleWorkflows(): Promise<void> {
  bundleFolder = await mkdtemp(join(tmpdir(), 'langflix-bundle-'));
  const logger = new DefaultLogger('ERROR');
  const { code } = await bundleWorkflowCode({ workflowsPath: fixture('simple-workflows.mjs'), logger });
  process.env.SIMPLE_WORKFLOWS = join(bundleFolder, 'bundle.js');
  await writeFile(process.env.SIMPLE_WORKFLOWS, code);
}

export async function removeBundle(): Promise<void> {
  if (bundleFolder !== undefined) await rm(bundleFolder, { recursive: true, force: true });
}
