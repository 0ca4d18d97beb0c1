import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildTemporalCli, CLI_MODULE } from '../../src/service/build-temporal-cli.js';
import { type CliConfig, cachedCliPath, locateTemporalCli } from '../../src/service/temporal-cli.js';
import { fixture, until } from './home.js';

const run = promisify(execFile);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'langflix-cli-test-'));
  await mkdir(join(folder, 'tmp'));
  vi.stubEnv('TMPDIR', join(folder, 'tmp'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** A program that answers `--version` like the Temporal CLI. */
async function makeCli(path: string, version = '1.5.1'): Promise<string> {
  return makeScript(path, `echo "temporal version ${version} (Server 1.29.1, UI 2.42.1)"`);
}

async function makeScript(path: string, body: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, 0o755);
  return path;
}

function configWith(path: string[], temporalCliPath: string | null = null): CliConfig {
  return { temporalCliPath, cacheDir: join(folder, 'cache'), environment: { PATH: path.join(delimiter) } };
}

describe.skipIf(process.platform === 'win32')('locateTemporalCli', () => {
  it('looks in TEMPORAL_CLI_PATH, then PATH, then the cache', async () => {
    const named = await makeCli(join(folder, 'named', 'my-temporal'));
    const onPath = await makeCli(join(folder, 'bin', 'temporal'));
    const cached = await makeCli(cachedCliPath(configWith([])));
    expect(await locateTemporalCli(configWith([dirname(onPath)], named))).toBe(named);
    expect(await locateTemporalCli(configWith([dirname(onPath)]))).toBe(onPath);
    expect(await locateTemporalCli(configWith([]))).toBe(cached);
    await rm(cached);
    expect(await locateTemporalCli(configWith([]))).toBeNull();
  });

  it('passes over a file that is no Temporal CLI, does not run or is a folder', async () => {
    await makeScript(join(folder, 'other', 'temporal'), 'echo "temporal table tool"');
    await makeScript(join(folder, 'broken', 'temporal'), 'exit 3');
    await mkdir(join(folder, 'odd', 'temporal'), { recursive: true });
    const good = await makeCli(join(folder, 'good', 'temporal'));
    const path = ['other', 'broken', 'odd', 'good'].map((name) => join(folder, name));
    expect(await locateTemporalCli(configWith(path))).toBe(good);
  });

  it('refuses a TEMPORAL_CLI_PATH that is none, rather than use another one', async () => {
    const onPath = await makeCli(join(folder, 'bin', 'temporal'));
    await expect(locateTemporalCli(configWith([dirname(onPath)], '/no/such/cli'))).rejects.toMatchObject({
      kind: 'ToolMissing',
      message: expect.stringContaining('TEMPORAL_CLI_PATH=/no/such/cli'),
    });
  });
});

/** A `go` of our own: it notes what it was asked and does what the test wants. */
async function fakeGo(body: string): Promise<Record<string, string>> {
  const bin = join(folder, 'go-bin');
  await makeScript(join(bin, 'go'), body);
  return {
    PATH: `${bin}${delimiter}/usr/bin${delimiter}/bin`,
    GOFLAGS: '-mod=mod',
    ASKED: join(folder, 'asked'),
  };
}

async function leftovers(): Promise<string[]> {
  return readdir(join(folder, 'tmp'));
}

describe.skipIf(process.platform === 'win32')('buildTemporalCli', () => {
  const builds = `
echo "$@" > "$ASKED"; echo "$GOFLAGS|$GOMODCACHE|$GOCACHE|$GOBIN" >> "$ASKED"
echo "go: downloading example.org/a v1.0.0" >&2; echo "example.org/a/b" >&2
mkdir -p "$GOMODCACHE/a"; echo 1 > "$GOMODCACHE/a/x"
printf '#!/bin/sh\\necho "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)"\\n' > "$GOBIN/temporal"
chmod 755 "$GOBIN/temporal"`;

  it('puts the binary into place and leaves nothing else behind', async () => {
    const environment = await fakeGo(builds);
    const destination = join(folder, 'cache', 'bin', 'temporal');
    const lines: string[] = [];
    await buildTemporalCli(destination, environment, { onStatus: (line) => lines.push(line) });

    expect(await locateTemporalCli(configWith([]))).toBe(destination);
    expect(await readdir(dirname(destination))).toEqual(['temporal']);
    expect(await leftovers()).toEqual([]);
    const [asked, caches] = (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');
    expect(asked).toBe(`install -v -ldflags=-s -w ${CLI_MODULE}`);
    expect(caches).toMatch(/^-mod=mod -modcacherw\|.*langflix-go-/);
    expect(lines[0]).toMatch(/building the Temporal CLI with Go/);
  });

  it('removes what a killed build has left, and nothing of a living one', async () => {
    const ended = spawnSync('true').pid;
    for (const pid of [ended, process.ppid]) {
      await mkdir(join(folder, 'tmp', `langflix-go-${pid}-abc`, 'modules'), { recursive: true });
    }
    await buildTemporalCli(join(folder, 'temporal'), await fakeGo(builds), {});
    expect(await leftovers()).toEqual([`langflix-go-${process.ppid}-abc`]);
  });

  it('lets two do it at once', async () => {
    const environment = await fakeGo(builds);
    const destination = join(folder, 'cache', 'bin', 'temporal');
    await Promise.all([1, 2, 3].map(() => buildTemporalCli(destination, environment, {})));
    expect(await locateTemporalCli(configWith([]))).toBe(destination);
    expect(await readdir(dirname(destination))).toEqual(['temporal']);
  });

  it('says what Go said when it fails, and cleans up', async () => {
    const environment = await fakeGo('echo "go: no route to proxy" >&2; exit 1');
    await expect(buildTemporalCli(join(folder, 'temporal'), environment, {})).rejects.toThrow(
      /no route to proxy/,
    );
    expect(await leftovers()).toEqual([]);
  });

  it('says so where there is no Go', async () => {
    await expect(
      buildTemporalCli(join(folder, 'temporal'), { PATH: join(folder, 'empty') }, {}),
    ).rejects.toThrow('Go is not installed');
  });

  it('ends the compilers when it is given up, and cleans up', async () => {
    const environment = await fakeGo('sleep 300 & echo $! > "$ASKED"; wait');
    const given = new AbortController();
    const building = buildTemporalCli(join(folder, 'temporal'), environment, { signal: given.signal });
    const failed = expect(building).rejects.toThrow('enough');
    let compiler = Number.NaN;
    await until(async () => {
      compiler = Number.parseInt(await readFile(join(folder, 'asked'), 'utf8').catch(() => ''), 10);
      return !Number.isNaN(compiler);
    });
    given.abort(new Error('enough'));
    await failed;
    const { stdout } = await run('ps', ['-Ao', 'pid=,stat=']);
    const alive = stdout.split('\n').filter((line) => !/Z/.test(line));
    expect(alive.some((line) => Number.parseInt(line, 10) === compiler)).toBe(false);
    expect(await leftovers()).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('installTemporalCli', () => {
  /** Runs the built code: its download is a process of its own. */
  async function install(environment: Record<string, string>) {
    const { stdout } = await run(process.execPath, [fixture('install-cli.mjs'), join(folder, 'cache')], {
      env: { ...environment },
      timeout: 60_000,
    });
    return JSON.parse(stdout) as {
      path?: string;
      kind?: string;
      message?: string;
      hint?: string;
      lines: string[];
    };
  }

  it('builds with Go where the download cannot be reached', async () => {
    const environment = await fakeGo(
      `printf '#!/bin/sh\\necho "temporal version 1.5.1"\\n' > "$GOBIN/temporal"; chmod 755 "$GOBIN/temporal"`,
    );
    const { path, lines } = await install({ ...environment, HTTPS_PROXY: 'http://127.0.0.1:1' });
    expect(path).toBe(join(folder, 'cache', 'bin', 'temporal'));
    expect(lines.join('\n')).toMatch(/download: .*[\s\S]*building the Temporal CLI with Go/);
  });

  it('gives the download up when nobody answers, and says how to get the CLI by hand', async () => {
    const open: { destroy(): void }[] = [];
    const silent = createServer((socket) => open.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const started = Date.now();
      const outcome = await install({ PATH: join(folder, 'empty'), HTTPS_PROXY: `http://127.0.0.1:${port}` });
      expect(Date.now() - started).toBeLessThan(20_000);
      expect(open.length).toBeGreaterThan(0);
      expect(outcome.kind).toBe('ToolMissing');
      expect(outcome.message).toMatch(/temporal.download does not answer.*Go is not installed/);
      expect(outcome.hint).toMatch(/brew install temporal[\s\S]*Debian[\s\S]*Windows/);
    } finally {
      for (const socket of open) socket.destroy();
      silent.close();
    }
  });
});
