import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StatusOutput } from '../../src/shared/json-output.js';
import { type Desk, makeDesk, type RunningCommand, until } from './langflix-command.js';
import { answer } from './public-schema.js';
import { ENGLISH_SRT, makeVideo } from './short-episode.js';

/** A home whose encodes wait while a file `hold` is there and fail while a file `fail` is. */
let desk: Desk;
// Each starts a real run, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 180_000 });
const at = (name: string) => join(desk.folder, name);
const asked = ['process', 'film.mp4', '--max-expressions', '1', '--out', 'pack'];

beforeAll(async () => {
  desk = await makeDesk();
  await makeVideo(at('film.mp4'));
  await writeFile(at('film.srt'), ENGLISH_SRT);
  await writeFile(
    at('ffmpeg'),
    [
      '#!/bin/sh',
      'case "$*" in *libx264*)',
      `  echo $$ >> '${at('pids')}'`,
      `  while [ -e '${at('hold')}' ]; do sleep 0.1; done`,
      `  if [ -e '${at('fail')}' ]; then echo 'Conversion failed: the cat sat on it' >&2; exit 1; fi`,
      'esac',
      'exec ffmpeg "$@"',
    ].join('\n'),
  );
  await chmod(at('ffmpeg'), 0o755);
  desk.env.LANGFLIX_FFMPEG = at('ffmpeg');
});
afterEach(async () => {
  for (const name of ['hold', 'fail', 'pids']) await rm(at(name), { force: true });
});
afterAll(() => desk.clear());

/** Process ids of the encodes that were started. */
async function encodes(): Promise<number[]> {
  const text = await readFile(at('pids'), 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).map(Number);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What a terminal does on Ctrl-C: everything in the command's group gets the signal. */
function ctrlC({ child }: RunningCommand): void {
  process.kill(-(child.pid ?? Number.NaN), 'SIGINT');
}

async function status(): Promise<StatusOutput> {
  return answer((await desk.langflix(['status', '--json'])).stdout, 'status') as StatusOutput;
}

describe('Ctrl-C', () => {
  it('once leaves the run going, and says how to come back', async () => {
    await writeFile(at('hold'), '');
    const command = desk.start(asked);
    await until(async () => (await encodes()).length > 0);
    const pressed = Date.now();
    ctrlC(command);
    const { exitCode, stdout } = await command.outcome;

    expect(exitCode).toBe(130);
    expect(Date.now() - pressed).toBeLessThan(8000);
    expect(stdout).toContain('Still running; `langflix watch` to come back, Ctrl-C again to cancel it.');
    expect(['STARTED', 'PROGRESS']).toContain((await status()).state);

    // Watching it is left in the same way, with --json too; the same request joins it.
    const watching = desk.start(['watch', '--json']);
    await until(() => watching.said().includes('"percent"'));
    ctrlC(watching);
    expect((await watching.outcome).exitCode).toBe(130);
    const joined = desk.start([...asked, '--json']);
    await until(() => joined.said().includes('%'));
    await rm(at('hold'));
    const { workflowId } = await status();
    expect(answer((await joined.outcome).stdout, 'process')).toMatchObject({ workflowId, state: 'SUCCESS' });
  });

  it('twice cancels the run and waits for its end', async () => {
    await writeFile(at('hold'), '');
    const command = desk.start([...asked, '--level', 'C1', '--out', 'cancelled', '--json']);
    // What the first run has rendered is in the cache: another text is burned in here.
    await until(async () => (await encodes()).length > 0);
    ctrlC(command);
    await until(() => command.said().includes('Still running'));
    ctrlC(command);
    const { exitCode, stdout, stderr } = await command.outcome;

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 3 });
    expect(answer(stdout, 'error')).toMatchObject({
      workflowId: expect.stringMatching(/^lesson-/),
      state: 'CANCELLED',
      error: { type: 'Cancelled' },
    });
    expect(await status()).toMatchObject({ state: 'CANCELLED' });
    expect((await encodes()).filter(isAlive)).toEqual([]);
    await expect(readFile(at('cancelled/manifest.json'))).rejects.toThrow('ENOENT');
  });

  it('is not needed: cancel does the same from elsewhere', async () => {
    await writeFile(at('hold'), '');
    const command = desk.start([...asked, '--level', 'C1', '--out', 'cancelled']);
    await until(async () => (await encodes()).length > 0);
    const { exitCode, stdout } = await desk.langflix(['cancel', at('film.mp4'), '--json']);
    expect(exitCode).toBe(0);
    expect(answer(stdout, 'status')).toMatchObject({ state: 'CANCELLED' });
    const left = await command.outcome;
    expect(left.exitCode).toBe(3);
    expect(left.stderr).toMatch(/cancelled/);
    expect((await encodes()).filter(isAlive)).toEqual([]);
  });
});

it('a failure names the log, where ffmpeg’s own words are, and no stack', async () => {
  await writeFile(at('fail'), '');
  const { exitCode, stdout, stderr } = await desk.langflix([
    ...asked,
    '--level',
    'C1',
    '--out',
    'failed',
    '--json',
  ]);
  expect(exitCode).toBe(1);
  expect(answer(stdout, 'error')).toMatchObject({
    workflowId: expect.stringMatching(/^lesson-/),
    state: 'FAILURE',
  });
  expect(stderr).not.toMatch(/^\s+at /m);
  const log = /^Log: (.+)$/m.exec(stderr)?.[1] ?? '';
  expect(await readFile(log, 'utf8')).toContain('the cat sat on it');
  // Besides the log, one line says what to do.
  expect(stderr).toMatch(/^langflix: .+\n.+\nLog: /m);
  await expect(readFile(at('failed/manifest.json'))).rejects.toThrow('ENOENT');
});

describe('a server of one’s own', () => {
  it('that does not answer: exit 4, with what to do', async () => {
    const { port, close } = await closedPort();
    await close();
    const { exitCode, stdout, stderr, ms } = await desk.langflix([...asked, '--out', 'elsewhere', '--json'], {
      env: { TEMPORAL_ADDRESS: `127.0.0.1:${port}` },
    });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 4 });
    expect(answer(stdout, 'error')).toMatchObject({ workflowId: null, error: { type: 'NoServer' } });
    expect(stderr).toMatch(/TEMPORAL_ADDRESS/);
    expect(ms).toBeLessThan(15_000);
  });

  it('that nobody serves: exit 4, within seconds', async () => {
    // The home's own server, seen as a foreign one, with a queue on which nobody works.
    const { address } = JSON.parse(await readFile(join(desk.home, 'service.json'), 'utf8')) as {
      address: string;
    };
    const { exitCode, stdout, stderr, ms } = await desk.langflix([...asked, '--out', 'elsewhere', '--json'], {
      env: { TEMPORAL_ADDRESS: address, LANGFLIX_TASK_QUEUE: 'nobody' },
    });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 4 });
    expect(answer(stdout, 'error')).toMatchObject({ workflowId: null, error: { type: 'NoWorker' } });
    expect(stderr).toMatch(/nobody/);
    expect(stderr).toMatch(/langflix (up|worker)/);
    expect(ms).toBeLessThan(15_000);
  });
});

/** A port on which nobody listens any more once it is closed. */
async function closedPort(): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
