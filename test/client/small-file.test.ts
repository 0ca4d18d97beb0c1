import { execFile } from 'node:child_process';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readKnownList } from '../../src/client/cli/known-list.js';
import { readSmallFile } from '../../src/client/cli/small-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'langflix-small-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('reads a file, and names one that is not there or is a folder', async () => {
  const path = join(folder, 'a.txt');
  await writeFile(path, 'give up');
  expect((await readSmallFile(path, 7, '')).toString()).toBe('give up');
  const none = join(folder, 'none');
  await expect(readSmallFile(none, 7, '')).rejects.toThrow(`${none}: there is no such file`);
  await expect(readSmallFile(folder, 7, '')).rejects.toThrow(folder);
});

it('never takes in more than it is told', async () => {
  const path = join(folder, 'huge.txt');
  await writeFile(path, '');
  // With a hole in it: larger than memory, but not on the disk.
  await truncate(path, 2 ** 36);
  await expect(readSmallFile(path, 1000, '')).rejects.toThrow(`${path}: is larger than 1,000 bytes`);
  await expect(readKnownList(path)).rejects.toThrow(/is larger than/);
});

it.skipIf(process.platform === 'win32')('ends with a device that never does, and takes a pipe', async () => {
  await expect(readSmallFile('/dev/zero', 1000, '')).rejects.toThrow(/is larger than/);
  const pipe = join(folder, 'pipe');
  await promisify(execFile)('mkfifo', [pipe]);
  const [bytes] = await Promise.all([readSmallFile(pipe, 1000, ''), writeFile(pipe, 'give up')]);
  expect(bytes.toString()).toBe('give up');
});
