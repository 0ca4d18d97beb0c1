import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  acquireLock,
  isLock,
  isSameProcessAlive,
  lockHolder,
  ownIdentity,
  processIdentity,
  withFileLock,
} from '../../src/storage/index.js';
import { compileStorage } from './compiled.js';
import { afterwards, refusal, temporaryFolder } from './folders.js';

let compiled: Awaited<ReturnType<typeof compileStorage>>;
beforeAll(async () => {
  compiled = await compileStorage();
});
afterAll(() => compiled.remove());

/** A child that runs a script with the storage room's functions in `storage`; killed with its test at the latest. */
async function child(folder: string, body: string, ...args: string[]): Promise<ChildProcess> {
  const script = join(folder, `child-${Math.random().toString(36).slice(2)}.mjs`);
  await writeFile(script, `import * as storage from ${JSON.stringify(compiled.entry)};\n${body}`);
  const started = fork(script, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  afterwards(() => started.kill('SIGKILL'));
  return started;
}

async function message(from: ChildProcess): Promise<unknown> {
  const [said] = await once(from, 'message');
  return said;
}

const HOLD = `
  const lock = await storage.acquireLock(process.argv[2], { info: { name: 'holder' } });
  process.send({ pid: process.pid, got: storage.isLock(lock) });
  setInterval(() => {}, 1000);
`;

async function heldByChild(folder: string, path: string): Promise<ChildProcess> {
  const holder = await child(folder, HOLD, path);
  expect(await message(holder)).toMatchObject({ got: true });
  return holder;
}

async function kill(process: ChildProcess): Promise<void> {
  const gone = once(process, 'exit');
  process.kill('SIGKILL');
  await gone;
}

describe('a process', () => {
  it('is known by its pid and its start', async () => {
    const own = await ownIdentity();
    expect(own).toEqual(await processIdentity(process.pid));
    expect(own.startTime).toMatch(/\d/);
    expect(await isSameProcessAlive(own)).toBe(true);
    expect(await isSameProcessAlive({ ...own, startTime: 'another start' })).toBe(false);
  });

  it('is not alive when it has ended, nor as a zombie, but when it is stopped', async () => {
    const sleeper = spawn('sleep', ['1000'], { stdio: 'ignore' });
    afterwards(() => sleeper.kill('SIGKILL'));
    const identity = (await processIdentity(sleeper.pid!))!;
    sleeper.kill('SIGSTOP');
    expect(await isSameProcessAlive(identity)).toBe(true);
    const gone = once(sleeper, 'exit');
    sleeper.kill('SIGKILL');
    await gone;
    expect(await isSameProcessAlive(identity)).toBe(false);
    expect(await processIdentity(sleeper.pid!)).toBeNull();

    // The shell becomes a sleep that never asks after the child it has inherited.
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 1000'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    afterwards(() => parent.kill('SIGKILL'));
    const [line] = await once(parent.stdout!, 'data');
    const zombie = Number(String(line));
    await expect.poll(() => processIdentity(zombie)).toBeNull();
    if (process.platform === 'linux') {
      await expect.poll(() => readFile(`/proc/${zombie}/stat`, 'utf8')).toContain(' Z ');
    }
  });
});

describe('a lock', () => {
  it('is had by one at a time, who says who it is', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'lock');
    const first = await acquireLock(path, { info: { port: 7233 } });
    if (!isLock(first)) throw new Error('a free lock was not given');
    expect(await first.isHeld()).toBe(true);
    expect(await acquireLock(path)).toMatchObject({ heldBy: { pid: process.pid, info: { port: 7233 } } });
    expect(await lockHolder(path)).toMatchObject({
      pid: process.pid,
      startTime: (await ownIdentity()).startTime,
    });
    await first.release();
    await first.release();
    expect(await first.isHeld()).toBe(false);
    expect(await lockHolder(path)).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  it('stays with a stopped process and goes from a dead one', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'locks', 'lock');
    await mkdir(join(folder, 'locks'));
    const holder = await heldByChild(folder, path);
    holder.kill('SIGSTOP');
    expect(await acquireLock(path)).toMatchObject({ heldBy: { pid: holder.pid, info: { name: 'holder' } } });
    await kill(holder);
    expect(await lockHolder(path)).toBeNull();
    const taken = await acquireLock(path);
    expect(isLock(taken)).toBe(true);
    if (isLock(taken)) await taken.release();
    expect(await readdir(join(folder, 'locks'))).toEqual([]);
  });

  it('goes from a dead one to exactly one of many that rush for it', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'locks', 'lock');
    await mkdir(join(folder, 'locks'));
    // Each holder writes its name, looks that it is still alone, and dies without giving the lock up.
    const contender = `
      import { writeFileSync, readFileSync } from 'node:fs';
      const [, , path, witness] = process.argv;
      process.on('message', async () => {
        let outcome;
        for (;;) {
          outcome = await storage.acquireLock(path);
          if (storage.isLock(outcome)) break;
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
        }
        writeFileSync(witness, String(process.pid));
        for (let i = 0; i < 5; i += 1) {
          await new Promise((resolve) => setTimeout(resolve, 2));
          if (readFileSync(witness, 'utf8') !== String(process.pid)) process.send('not alone');
        }
        process.send('done', () => process.kill(process.pid, 'SIGKILL'));
      });
      process.send('ready');
    `;
    const contenders = await Promise.all(
      Array.from({ length: 6 }, () => child(folder, contender, path, join(folder, 'witness'))),
    );
    await Promise.all(contenders.map(message));
    const ends = contenders.map((one) => once(one, 'exit'));
    const said: unknown[] = [];
    for (const one of contenders) one.on('message', (what) => said.push(what));
    for (const one of contenders) one.send('go');
    await Promise.all(ends);
    expect(said).toEqual(contenders.map(() => 'done'));
    const last = await acquireLock(path);
    expect(isLock(last)).toBe(true);
    if (isLock(last)) await last.release();
    expect(await readdir(join(folder, 'locks'))).toEqual([]);
  });

  it('does not hold in a copy of its folder, while it goes on holding in the folder itself', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'home'));
    await heldByChild(folder, join(folder, 'home', 'lock'));
    await cp(join(folder, 'home'), join(folder, 'copy'), { recursive: true });
    const copied = await acquireLock(join(folder, 'copy', 'lock'));
    expect(isLock(copied)).toBe(true);
    if (isLock(copied)) await copied.release();
    expect(isLock(await acquireLock(join(folder, 'home', 'lock')))).toBe(false);
  });

  it('of another machine counts until that one has been silent for long', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'lock');
    const mine = await acquireLock(path);
    if (!isLock(mine)) throw new Error('a free lock was not given');
    const written = JSON.parse(await readFile(path, 'utf8'));
    await mine.release();
    await writeFile(path, `${JSON.stringify({ ...written, ino: null, host: 'elsewhere', pid: 999_999 })}\n`);
    expect(await acquireLock(path)).toMatchObject({ heldBy: { host: 'elsewhere' } });
    const longAgo = new Date(Date.now() - 10 * 60_000);
    await utimes(path, longAgo, longAgo);
    const taken = await acquireLock(path);
    expect(isLock(taken)).toBe(true);
    if (isLock(taken)) await taken.release();
  });

  it('of which nothing can be read is left to its writer for a moment, then taken', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'lock');
    await writeFile(path, '');
    expect(await acquireLock(path)).toEqual({ heldBy: null });
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(path, longAgo, longAgo);
    const taken = await acquireLock(path);
    expect(isLock(taken)).toBe(true);
    if (isLock(taken)) await taken.release();
  });

  it('is waited for in turn, given up on in time, and released when its work fails', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'lock');
    let inside = 0;
    let most = 0;
    const work = () =>
      withFileLock(path, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await Promise.resolve();
        inside -= 1;
      });
    await Promise.all([work(), work(), work(), work()]);
    expect(most).toBe(1);
    await expect(withFileLock(path, () => Promise.reject(new Error('work failed')))).rejects.toThrow(
      'work failed',
    );
    await withFileLock(path, async () => {
      const late = await refusal(
        withFileLock(path, () => Promise.resolve(), { waitMs: 50 }),
        'Transient',
      );
      expect(late.message).toContain(String(process.pid));
      await expect(
        withFileLock(path, () => Promise.resolve(), { signal: AbortSignal.abort(new Error('stopped')) }),
      ).rejects.toThrow('stopped');
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
