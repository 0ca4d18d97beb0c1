import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/index.js';
import { type EnsureOptions, ensureService, resolveServer } from '../../src/service/connect.js';
import { freePort } from '../../src/service/free-port.js';
import { touchLastCommand } from '../../src/service/home-files.js';
import { readService, stopService } from '../../src/service/running-service.js';
import { runService } from '../../src/service/service.js';
import { writeServiceInfo } from '../../src/service/service-info.js';
import { homeLayout, prepareHome, processIdentity } from '../../src/storage/index.js';
import {
  bundleWorkflows,
  isAlive,
  makeHome,
  removeBundle,
  SIMPLE_SERVICE,
  serversOf,
  type TestHome,
  until,
  withClient,
} from './home.js';

beforeAll(bundleWorkflows);
afterAll(removeBundle);

let home: TestHome;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(async () => {
  await home.remove();
});

function ensure(config: Config, options: EnsureOptions = {}) {
  return ensureService(config, { entry: SIMPLE_SERVICE, ...options });
}

type Info = Awaited<ReturnType<typeof ensure>>;

async function startWaiting(info: Info, workflowId: string): Promise<void> {
  await withClient(info, (client) =>
    client.workflow.start('waitForRelease', { workflowId, taskQueue: 'langflix' }),
  );
}

async function release(info: Info, workflowId: string): Promise<unknown> {
  return withClient(info, async (client) => {
    const handle = client.workflow.getHandle(workflowId);
    await handle.signal('release');
    return handle.result();
  });
}

async function openRuns(info: Info): Promise<string[]> {
  return withClient(info, async (client) => {
    const ids: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query: "ExecutionStatus = 'Running'" })) {
      ids.push(workflowId);
    }
    return ids;
  });
}

describe('the service of a home', () => {
  it('is started once by commands that come at the same time, and ended by down', async () => {
    const config = home.config();
    const statuses: string[] = [];
    const onStatus = (line: string) => statuses.push(line);
    const infos = await Promise.all([1, 2, 3].map(() => ensure(config, { onStatus })));
    expect(new Set(infos.map(({ pid }) => pid)).size).toBe(1);
    expect(await serversOf(home)).toHaveLength(1);
    expect(statuses).toContain('starting the service of this home');

    const [info] = infos as [Info];
    expect(info).toMatchObject({
      address: `127.0.0.1:${config.ports.server}`,
      uiUrl: `http://127.0.0.1:${config.ports.ui}`,
      foreground: false,
    });
    expect((await fetch(info.uiUrl)).status).toBe(200);
    const retention = await withClient(info, async ({ connection }) => {
      const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
      return Number(config?.workflowExecutionRetentionTtl?.seconds);
    });
    expect(retention).toBe(30 * 86_400);
    // The next command finds it, and says nothing of starting.
    expect((await ensure(config, { onStatus: () => expect.unreachable() })).pid).toBe(info.pid);

    expect(await stopService(config)).toBe('stopped');
    // It is this process’s child: gone once it was reaped, a moment after it has ended.
    await until(() => !isAlive(info.pid));
    expect(await serversOf(home)).toEqual([]);
    expect(await readdir(home.root)).not.toContain('service.json');
    expect(await stopService(config)).toBe('none');
  });

  it.skipIf(process.platform === 'win32')('lets no web page start a run', async () => {
    const { temporalCliPath } = home.config();
    const http = await freePort(0);
    const cli = join(home.root, 'temporal-with-a-known-port');
    const script = `#!/bin/sh\n[ "$1" = server ] && set -- "$@" --http-port ${http}\nexec '${temporalCliPath}' "$@"\n`;
    await writeFile(cli, script, { mode: 0o755 });
    const info = await ensure(home.config({ TEMPORAL_CLI_PATH: cli }));
    // As a page of another site sends it: without asking the server first.
    const start = (base: string) =>
      fetch(`${base}/api/v1/namespaces/default/workflows/forged`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', origin: 'http://evil.example' },
        body: JSON.stringify({
          workflowType: { name: 'waitForRelease' },
          taskQueue: { name: 'langflix' },
          requestId: 'forged',
        }),
      });
    expect((await start(`http://127.0.0.1:${http}`)).status).toBe(403);
    expect((await start(info.uiUrl)).status).toBe(400);
    expect(await openRuns(info)).toEqual([]);
  });

  it('leaves no server when it is killed, and goes on with its runs when started again', async () => {
    const config = home.config();
    const first = await ensure(config);
    await startWaiting(first, 'a-run');
    process.kill(first.pid, 'SIGKILL');
    if (process.platform === 'linux') {
      const ms = await until(async () => (await serversOf(home)).length === 0);
      expect(ms).toBeLessThan(1000);
    }
    expect(await readService(config)).toBeNull();

    const second = await ensure(config);
    expect(second.pid).not.toBe(first.pid);
    expect(second.address).toBe(first.address);
    expect(await openRuns(second)).toEqual(['a-run']);
    expect(await release(second, 'a-run')).toBe('released');
  });

  it('starts its server again when that dies alone', async () => {
    const config = home.config();
    const info = await ensure(config);
    await startWaiting(info, 'a-run');
    const [server] = (await serversOf(home)) as [number];
    process.kill(server, 'SIGKILL');
    await until(async () => {
      const servers = await serversOf(home);
      return servers.length === 1 && servers[0] !== server;
    });
    const again = await ensure(config);
    expect(again.pid).toBe(info.pid);
    expect(again.address).toBe(info.address);
    expect(await release(again, 'a-run')).toBe('released');
  });

  it('ends by itself when there is nothing to do, and not before', async () => {
    const config = home.config({ LANGFLIX_IDLE_MINUTES: '0.03' });
    const info = await ensure(config);
    await startWaiting(info, 'a-run');
    // Far longer than its idle time: the open run keeps it.
    const opened = Date.now();
    await until(() => Date.now() - opened > 3 * 0.03 * 60_000);
    expect(await readService(config)).not.toBeNull();
    await release(info, 'a-run');
    await until(() => !isAlive(info.pid));
    expect(await readService(config)).toBeNull();
    expect(await serversOf(home)).toEqual([]);
    expect(await readFile(info.log, 'utf8')).toContain('nothing to do any more');
  });

  it('stays while commands come', async () => {
    const config = home.config({ LANGFLIX_IDLE_MINUTES: '0.03' });
    const info = await ensure(config);
    const started = Date.now();
    await until(async () => {
      await touchLastCommand(config);
      return Date.now() - started > 3 * 0.03 * 60_000;
    });
    expect((await readService(config))?.pid).toBe(info.pid);
  });

  it('takes other ports when its own are taken, and does not talk to who has them', async () => {
    const config = home.config();
    const blockers = [await listen(config.ports.server), await listen(config.ports.ui)];
    try {
      const info = await ensure(config);
      expect(info.address).not.toBe(`127.0.0.1:${config.ports.server}`);
      expect(info.uiUrl).not.toBe(`http://127.0.0.1:${config.ports.ui}`);
      expect((await fetch(info.uiUrl)).status).toBe(200);
      expect(blockers.map(({ connections }) => connections())).toEqual([0, 0]);
    } finally {
      for (const { server } of blockers) server.close();
    }
  });

  it('is replaced when it differs and is idle, and named when it is busy', async () => {
    const config = home.config();
    const first = await ensure(config);
    await startWaiting(first, 'a-run');
    const other = home.config({ LANGFLIX_MEDIA_SLOTS: '3' });
    await expect(ensure(other)).rejects.toMatchObject({
      kind: 'ServiceBusy',
      message: expect.stringMatching(
        new RegExp(`process ${first.pid}.*1 run.*LANGFLIX_MEDIA_SLOTS 1 instead of 3`),
      ),
      hint: expect.stringContaining('langflix down'),
    });
    await release(first, 'a-run');

    const second = await ensure(other);
    expect(second.pid).not.toBe(first.pid);
    await until(() => !isAlive(first.pid));
    expect(await serversOf(home)).toHaveLength(1);
  });

  it('is taken as it is by a command that only looks, whatever its settings', async () => {
    const running = await ensure(
      home.config({ LANGFLIX_MODEL: 'google/one', GEMINI_API_KEY: 'the-first-key' }),
    );
    const seen = await ensure(home.config(), { anySettings: true });
    expect(seen.pid).toBe(running.pid);
  });

  it('is another one for another model or key, and tells no key', async () => {
    const model = { LANGFLIX_MODEL: 'google/one', GEMINI_API_KEY: 'the-first-key' };
    const first = await ensure(home.config(model));
    expect((await ensure(home.config(model))).pid).toBe(first.pid);
    const second = await ensure(home.config({ ...model, GEMINI_API_KEY: 'the-second-key' }));
    expect(second.pid).not.toBe(first.pid);
    expect(second.settings).toMatchObject({ LANGFLIX_MODEL: 'google/one' });
    const { serviceFile, logs } = homeLayout(home.root);
    const told = [serviceFile, ...(await readdir(logs)).map((name) => join(logs, name))];
    for (const path of told.filter((name) => !name.endsWith('.langflix'))) {
      expect(await readFile(path, 'utf8')).not.toMatch(/the-(first|second)-key/);
    }
  });

  it('is replaced when it is of another version or was asked for another log level', async () => {
    const config = home.config();
    const second = await ensure(config);
    // As if an older langflix had written it.
    await writeServiceInfo(join(home.root, 'service.json'), { ...second, version: '0.0.1' });
    const statuses: string[] = [];
    const third = await ensure(config, { onStatus: (line) => statuses.push(line) });
    expect(third.pid).not.toBe(second.pid);
    expect(statuses.join('\n')).toMatch(/replacing/);

    // Its log level counts only for those who ask for one.
    const loud = home.config({ LANGFLIX_LOG_LEVEL: 'debug' });
    expect((await ensure(loud)).pid).toBe(third.pid);
    const fourth = await ensure(loud, { insistOnLogLevel: true });
    expect(fourth).toMatchObject({ logLevel: 'debug' });
    expect(fourth.pid).not.toBe(third.pid);
  });

  it('is not started by a command that only looks', async () => {
    await expect(ensure(home.config(), { start: false })).rejects.toMatchObject({
      kind: 'NoServer',
      hint: expect.stringContaining('langflix up'),
    });
    expect(await serversOf(home)).toEqual([]);
  });

  it('says why it does not start, and where its log is', async () => {
    await writeFile(join(home.root, 'temporal.db'), 'this is no database\n'.repeat(500));
    await expect(ensure(home.config())).rejects.toMatchObject({
      kind: 'NoServer',
      message: expect.stringMatching(/not a database/),
      hint: expect.stringContaining(join(home.root, 'logs', 'server.log')),
    });
    expect(await serversOf(home)).toEqual([]);
  });

  it('says what its program said when that breaks before it has a log', async () => {
    const entry = join(home.root, 'broken.mjs');
    await writeFile(entry, 'throw new Error("broken on purpose");\n');
    await expect(ensure(home.config(), { entry })).rejects.toMatchObject({
      kind: 'NoServer',
      message: expect.stringContaining('broken on purpose'),
    });
  });

  it('ends the server that a dead service has left behind', async () => {
    // Where no setpriv is, a killed service leaves its server; this one stands for it.
    const stray = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    try {
      await until(() => stray.pid !== undefined);
      await mkdir(home.root, { recursive: true });
      await writeFile(join(home.root, 'server.json'), JSON.stringify(await processIdentity(stray.pid!)));
      await ensure(home.config());
      await until(() => stray.signalCode === 'SIGKILL');
    } finally {
      stray.kill('SIGKILL');
    }
  });

  it('keeps the logs of the last ten starts', async () => {
    const logs = join(home.root, 'logs');
    await prepareHome(homeLayout(home.root));
    for (let day = 10; day < 25; day += 1) {
      await writeFile(join(logs, `service-2026-01-${day}T000000.000Z.log`), 'old\n');
    }
    await writeFile(join(logs, 'service.log'), 'the last one\n');
    await ensure(home.config());
    const kept = (await readdir(logs)).filter((name) => /^service.*\.log$/.test(name));
    expect(kept).toHaveLength(10);
    expect(kept).not.toContain('service-2026-01-15T000000.000Z.log');
    expect(kept).toContain('service-2026-01-24T000000.000Z.log');
    expect(await readFile(join(logs, 'service.log'), 'utf8')).toContain('service is ready');
  });
});

describe('langflix up', () => {
  const nothing = {
    startWorker: async () => {
      let end = () => {};
      const run = new Promise<void>((resolve) => {
        end = resolve;
      });
      return { run, shutdown: async () => end() };
    },
    applySchedule: async () => {},
  };

  it('serves until it is told to end, and no command replaces it', async () => {
    const config = home.config({ LANGFLIX_IDLE_MINUTES: '0.01', LANGFLIX_LOG_LEVEL: 'error' });
    const given = new AbortController();
    const ready: Info[] = [];
    const up = runService({
      ...nothing,
      config,
      foreground: true,
      signal: given.signal,
      onReady: (info) => ready.push(info),
    });
    await until(() => ready.length > 0);
    const info = await ensure(config);
    expect(info).toMatchObject({ foreground: true, pid: process.pid });
    await expect(
      ensure(home.config({ LANGFLIX_MEDIA_SLOTS: '2', LANGFLIX_IDLE_MINUTES: '0.01' })),
    ).rejects.toMatchObject({ kind: 'ServiceBusy', message: expect.stringContaining('langflix up') });
    given.abort();
    expect(await up).toBe(0);
    expect(await serversOf(home)).toEqual([]);
    expect(await readService(config)).toBeNull();
  });

  it('is refused while a service is at work, which it names', async () => {
    const config = home.config();
    const info = await ensure(config);
    await expect(runService({ ...nothing, config, foreground: true })).rejects.toMatchObject({
      kind: 'ServiceBusy',
      message: expect.stringContaining(`process ${info.pid}`),
      hint: expect.stringContaining('langflix down'),
    });
    expect((await readService(config))?.pid).toBe(info.pid);
  });
});

describe('resolveServer', () => {
  it('starts nothing where a Temporal server is configured', async () => {
    const { address, ...rest } = home.config().temporal;
    expect(address).toBeNull();
    const config = {
      ...home.config(),
      temporal: { ...rest, address: 'temporal.example:7233', namespace: 'films' },
    };
    expect(await resolveServer(config)).toEqual({
      address: 'temporal.example:7233',
      namespace: 'films',
      connectOptions: { address: 'temporal.example:7233' },
      uiUrl: null,
      embedded: false,
    });
    expect(await readdir(home.root)).toEqual([]);
  });
});

/** Takes a port and counts who comes. */
async function listen(port: number): Promise<{ server: Server; connections(): number }> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { server, connections: () => count };
}
