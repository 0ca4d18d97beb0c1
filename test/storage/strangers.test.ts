import { execFileSync } from 'node:child_process';
import { chown, lstat, mkdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  acquireLock,
  checkOutput,
  claimOutput,
  isLock,
  openRegularFile,
  readPack,
  readRegularFile,
  recoverPublishing,
} from '../../src/storage/index.js';
import { fill, packFiles, refusal, temporaryFolder } from './folders.js';

// What another user of the machine can put beside an output folder, in /tmp for instance.

const RUN = { workflowId: 'lesson-1', runId: 'run-1' };
const isRoot = process.getuid?.() === 0;

function journalOf(over: Record<string, unknown>): string {
  return JSON.stringify({
    product: 'langflix',
    ...RUN,
    staged: '.pack.langflix-staging-run-1+abcdef01',
    hadOld: true,
    direction: 'back',
    phase: 'swap',
    oldEntries: [],
    ...over,
  });
}

describe('a journal that langflix did not write', () => {
  it.each([
    ['names a run that leads out of the folder', { runId: '/../../victim' }],
    ['names a staging folder that leads out of it', { staged: '..' }],
    ['names a staging folder that is none', { staged: 'victim' }],
    ['names entries that lead out of it', { phase: 'aside', direction: 'forward', oldEntries: ['..'] }],
  ])('%s: refused, nothing is touched', async (_, over) => {
    const folder = await temporaryFolder();
    await fill(folder, { 'victim/diary.txt': 'dear diary', 'shared/pack/keep.txt': 'x' });
    await writeFile(join(folder, 'shared', '.pack.langflix-journal.json'), journalOf(over));
    const error = await refusal(recoverPublishing(join(folder, 'shared', 'pack')), 'UnusableOutput');
    expect(error.kind).toBe('UnusableOutput');
    expect(await readFile(join(folder, 'victim', 'diary.txt'), 'utf8')).toBe('dear diary');
    expect(await readFile(join(folder, 'shared', 'pack', 'keep.txt'), 'utf8')).toBe('x');
  });

  it.runIf(isRoot)('is another user’s: refused by name, and the pack stays', async () => {
    const folder = await temporaryFolder();
    const staged = '.pack.langflix-staging-run-1+abcdef01';
    await fill(join(folder, 'pack'), { 'notes.txt': 'my notes' });
    await fill(join(folder, staged), packFiles(RUN, { 'lesson.mp4': 'theirs' }));
    const journal = join(folder, '.pack.langflix-journal.json');
    await writeFile(journal, journalOf({ direction: 'forward' }));
    await chown(journal, 65534, 65534);
    const error = await refusal(checkOutput(join(folder, 'pack'), RUN), 'UnusableOutput');
    expect(error.message).toContain('another user');
    expect(await readFile(join(folder, 'pack', 'notes.txt'), 'utf8')).toBe('my notes');
  });
});

describe('a link in the place of langflix’s own', () => {
  it('as a staging folder goes; the pack that it leads to keeps its manifest', async () => {
    const folder = await temporaryFolder();
    await fill(join(folder, 'victim'), packFiles(RUN, { 'lesson.mp4': 'x' }));
    await symlink(join(folder, 'victim'), join(folder, '.pack.langflix-staging-run-0+abcdef01'));
    await claimOutput(join(folder, 'pack'), RUN);
    expect((await readPack(join(folder, 'victim')))?.manifest.runId).toBe('run-1');
    await expect(lstat(join(folder, '.pack.langflix-staging-run-0+abcdef01'))).rejects.toThrow('ENOENT');
  });

  it('as a lock, to nothing: is no lock after a while, and what it leads to is not made', async () => {
    const folder = await temporaryFolder();
    const lock = join(folder, 'lock');
    await symlink(join(folder, 'nothing'), lock);
    expect(await acquireLock(lock)).toEqual({ heldBy: null });
    execFileSync('touch', ['-h', '-d', '1 minute ago', lock]);
    const taken = await acquireLock(lock);
    expect(isLock(taken)).toBe(true);
    if (isLock(taken)) await taken.release();
    await expect(lstat(join(folder, 'nothing'))).rejects.toThrow('ENOENT');
  });
});

describe.skipIf(process.platform === 'win32')('a named pipe', () => {
  it('is neither a claim, a journal, a lock nor a manifest: nobody waits for its writer', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'pack'));
    const names = ['.pack.langflix-owner.json', '.pack.langflix-lock', 'pack/manifest.json', 'pipe'];
    execFileSync(
      'mkfifo',
      names.map((name) => join(folder, name)),
    );
    const old = new Date(Date.now() - 60_000);
    await utimes(join(folder, '.pack.langflix-lock'), old, old);
    const error = await refusal(claimOutput(join(folder, 'pack'), RUN), 'UnusableOutput');
    expect(error.message).toContain('files that langflix did not make (manifest.json)');
    await rm(join(folder, 'pack', 'manifest.json'));
    expect(await claimOutput(join(folder, 'pack'), RUN)).toMatchObject({ state: 'empty' });

    expect(await openRegularFile(join(folder, 'pipe'))).toBeNull();
    expect(await readRegularFile('/dev/zero', 100)).toBeNull();
    expect(await readRegularFile(folder, 100)).toBeNull();
    await writeFile(join(folder, 'file'), 'four');
    expect((await readRegularFile(join(folder, 'file'), 4))?.toString()).toBe('four');
    expect(await readRegularFile(join(folder, 'file'), 3)).toBeNull();
  });
});
