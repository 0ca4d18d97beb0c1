import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readKnownList } from '../../src/client/cli/known-list.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'langflix-known-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function listOf(contents: string | Uint8Array): Promise<string> {
  const file = join(folder, `${Math.random()}.txt`);
  await writeFile(file, contents);
  return file;
}

it('takes one expression a line, without comments, blanks, repeats and what follows a tab', async () => {
  const file = await listOf('\uFEFF# mine\r\n\r\ngive up\r\n  call it a day \tAnki\ngive up\n#last\n');
  expect(await readKnownList(file)).toEqual(['give up', 'call it a day']);
});

it('names what is no list', async () => {
  await expect(readKnownList(join(folder, 'none.txt'))).rejects.toThrow(/none\.txt: there is no such file/);
  await expect(readKnownList(folder)).rejects.toThrow(folder);
  await expect(readKnownList(await listOf(new Uint8Array([80, 75, 0, 3])))).rejects.toThrow(/no list/);
  await expect(readKnownList(await listOf(`a\n${'x'.repeat(101)}\n`))).rejects.toThrow(/line 2/);
  const many = Array.from({ length: 5001 }, (_, number) => `word ${number}`).join('\n');
  await expect(readKnownList(await listOf(many))).rejects.toThrow(/more than 5000/);
});
