import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  attemptFolder,
  fromKey,
  homeLayout,
  openRunFolder,
  prepareHome,
  readJson,
  removeRunFolder,
  runFolder,
  sharedFolder,
  storageError,
  toKey,
  touchRun,
  writeJson,
} from '../../src/storage/index.js';
import { age, canMount, mount, refusal, temporaryFolder } from './folders.js';

async function freshHome() {
  const home = homeLayout(join(await temporaryFolder(), 'home'));
  await prepareHome(home);
  return home;
}

describe('a home', () => {
  it('is made with folders for its owner alone, marked as langflix’s', async () => {
    const home = await freshHome();
    await prepareHome(home);
    for (const folder of [home.root, home.work, home.cache, home.segments, home.logs]) {
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
      expect(JSON.parse(await readFile(join(folder, '.langflix'), 'utf8'))).toMatchObject({
        product: 'langflix',
      });
    }
  });

  it('is made private where it was open, with its database', async () => {
    const home = await freshHome();
    const folders = [
      home.root,
      home.work,
      home.cache,
      home.segments,
      home.answers,
      home.sounds,
      home.logs,
      home.processes,
    ];
    const files = [home.database, `${home.database}-wal`, `${home.database}-shm`];
    for (const file of files) await writeFile(file, '');
    for (const folder of folders) await chmod(folder, 0o755);
    for (const file of files) await chmod(file, 0o664);
    await prepareHome(home);
    const modes = (paths: string[]) =>
      Promise.all(paths.map(async (path) => (await stat(path)).mode & 0o777));
    expect(new Set(await modes(folders))).toEqual(new Set([0o700]));
    expect(new Set(await modes(files))).toEqual(new Set([0o600]));
  });

  it('that a person has made for it is made private too, also behind a link', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'made'), { mode: 0o755 });
    await symlink(join(folder, 'made'), join(folder, 'home'));
    await prepareHome(homeLayout(join(folder, 'home')));
    expect((await stat(join(folder, 'made'))).mode & 0o777).toBe(0o700);
  });

  it('leaves open what is not its own: a root with other things in it, a file behind a link', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o755);
    await writeFile(join(folder, 'shared.txt'), 'everybody’s', { mode: 0o644 });
    const home = homeLayout(folder);
    await symlink(join(folder, 'shared.txt'), home.database);
    await prepareHome(home);
    await prepareHome(home);
    expect((await stat(folder)).mode & 0o777).toBe(0o755);
    expect((await stat(join(folder, 'shared.txt'))).mode & 0o777).toBe(0o644);
    expect((await stat(home.work)).mode & 0o777).toBe(0o700);
  });

  it('is prepared by many commands at once without harm', async () => {
    const home = homeLayout(join(await temporaryFolder(), 'home'));
    await Promise.all(Array.from({ length: 8 }, () => prepareHome(home)));
    await openRunFolder(home, { workflowId: 'w', runId: 'r' });
    await Promise.all(Array.from({ length: 8 }, () => prepareHome(home)));
    expect((await readdir(home.root)).filter((name) => name.includes('tmp'))).toEqual([]);
  });

  it('is refused where it cannot be', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), 'mine');
    expect((await refusal(prepareHome(homeLayout(join(folder, 'file'))), 'InvalidInput')).message).toContain(
      'file',
    );
    await refusal(prepareHome(homeLayout(join(folder, 'file', 'below'))), 'InvalidInput');
    const proc = await refusal(prepareHome(homeLayout('/proc/langflix')), 'InvalidInput');
    expect(proc.hint).toContain('LANGFLIX_HOME');
  });

  it('takes no folder of somebody else’s for its own', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'work'));
    await writeFile(join(folder, 'work', 'thesis.txt'), 'mine');
    expect((await refusal(prepareHome(homeLayout(folder)), 'InvalidInput')).message).toContain(
      join(folder, 'work'),
    );
    const linked = await temporaryFolder();
    await symlink(folder, join(linked, 'cache'));
    await refusal(prepareHome(homeLayout(linked)), 'InvalidInput');
    expect((await readdir(folder)).sort()).toEqual(['work']);
  });

  it.skipIf(!canMount)('is refused on a read-only disk', async () => {
    const folder = await temporaryFolder();
    mount(folder, '-t', 'tmpfs', '-o', 'ro', 'tmpfs');
    await refusal(prepareHome(homeLayout(join(folder, 'home'))), 'InvalidInput');
  });
});

describe('run folders', () => {
  it('are opened twice as the same one, and removed whole', async () => {
    const home = await freshHome();
    const run = { workflowId: 'lesson-1', runId: 'run-1' };
    const { path, shared } = await openRunFolder(home, run);
    await writeFile(join(shared, 'plan.json'), '{}');
    expect(await openRunFolder(home, run)).toEqual({ path, shared });
    expect(shared).toBe(sharedFolder(home, 'run-1'));
    expect(await readdir(shared)).toEqual(['plan.json']);
    expect(JSON.parse(await readFile(join(path, '.langflix'), 'utf8'))).toMatchObject({
      product: 'langflix',
      ...run,
    });
    await refusal(openRunFolder(home, { workflowId: 'another', runId: 'run-1' }), 'Internal');

    await removeRunFolder(home, 'run-1');
    await removeRunFolder(home, 'run-1');
    expect((await readdir(home.work)).sort()).toEqual(['.langflix', '.trash']);
    expect(await readdir(join(home.work, '.trash'))).toEqual(['.langflix']);
  });

  it('give each attempt a fresh folder of its own', async () => {
    const home = await freshHome();
    await openRunFolder(home, { workflowId: 'w', runId: 'r' });
    const first = await attemptFolder(home, 'r', 'scene-03', 1);
    await writeFile(join(first.path, 'half.mov'), 'half');
    const second = await attemptFolder(home, 'r', 'scene-03', 2);
    expect(second.path).not.toBe(first.path);
    const again = await attemptFolder(home, 'r', 'scene-03', 1);
    expect(await readdir(again.path)).toEqual([]);
    await again.dispose();
    await again.dispose();
    await second[Symbol.asyncDispose]();
    expect((await readdir(runFolder(home, 'r'))).sort()).toEqual(['.langflix', 'shared']);
  });

  it('say so when they were deleted in mid-run, and are not made anew by halves', async () => {
    const home = await freshHome();
    await openRunFolder(home, { workflowId: 'w', runId: 'r' });
    await removeRunFolder(home, 'r');
    expect((await refusal(attemptFolder(home, 'r', 'scene', 1), 'Transient')).message).toContain('deleted');
    await refusal(writeJson(home, 'work/r/shared/plan.json', {}), 'Transient');
    await touchRun(home, 'r');
    expect(await readdir(home.work)).not.toContain('r');
  });

  it('note that they are in use', async () => {
    const home = await freshHome();
    const { path } = await openRunFolder(home, { workflowId: 'w', runId: 'r' });
    await age(path, 30);
    await touchRun(home, 'r');
    expect(Date.now() - (await stat(join(path, '.langflix'))).mtimeMs).toBeLessThan(60_000);
  });

  it.each(['..', '.', '', 'a/b', '../../etc', '.trash', 'a\0b', 'a b', 'ü', 'x'.repeat(129)])(
    'refuse %j as an id',
    async (id) => {
      const home = homeLayout('/nowhere');
      expect(() => runFolder(home, id)).toThrow(/cannot name a folder/);
      await refusal(attemptFolder(home, 'r', id, 1), 'InvalidInput');
    },
  );
});

describe('storage keys', () => {
  it('go to a path and back', async () => {
    const home = await freshHome();
    const path = join(home.work, 'r', 'shared', 'plan.json');
    expect(toKey(home, path)).toBe('work/r/shared/plan.json');
    expect(await fromKey(home, 'work/r/shared/plan.json')).toBe(path);
  });

  it.each(['', '/etc/passwd', '../x', 'work/../../x', 'work//x', 'work/./x', 'C:/x', 'work\\..\\x', 'a\0b'])(
    'refuse %j',
    async (key) => {
      await refusal(fromKey(await freshHome(), key), 'InvalidInput');
    },
  );

  it('refuse paths outside the home and links that lead out of it', async () => {
    const home = await freshHome();
    expect(() => toKey(home, '/etc/passwd')).toThrow(/not in langflix’s home/);
    expect(() => toKey(home, home.root)).toThrow();
    await symlink('/etc', join(home.work, 'link'));
    await refusal(fromKey(home, 'work/link/passwd'), 'InvalidInput');
    await refusal(writeJson(home, 'work/link/new.json', 1), 'InvalidInput');
  });
});

describe('JSON files', () => {
  it('are read as they were written, and checked', async () => {
    const home = await freshHome();
    await openRunFolder(home, { workflowId: 'w', runId: 'r' });
    const key = 'work/r/shared/plan.json';
    await writeJson(home, key, { totalFrames: 12 });
    await writeJson(home, key, { totalFrames: 13 });
    expect(await readJson(home, key, z.object({ totalFrames: z.int() }))).toEqual({ totalFrames: 13 });
    expect(await readdir(sharedFolder(home, 'r'))).toEqual(['plan.json']);
    const wrong = await refusal(readJson(home, key, z.object({ totalFrames: z.string() })), 'Internal');
    expect(wrong.message).toContain('totalFrames');
    await writeFile(await fromKey(home, key), '{"totalFr');
    await refusal(readJson(home, key, z.unknown()), 'Internal');
    expect(
      (await refusal(readJson(home, 'work/r/shared/none.json', z.unknown()), 'Transient')).message,
    ).toContain('none.json');
  });

  it.skipIf(!canMount)('tell of a full disk and keep what was there before', async () => {
    const folder = await temporaryFolder();
    mount(folder, '-t', 'tmpfs', '-o', 'size=256k', 'tmpfs');
    const home = homeLayout(folder);
    await prepareHome(home);
    await openRunFolder(home, { workflowId: 'w', runId: 'r' });
    const key = 'work/r/shared/plan.json';
    await writeJson(home, key, 'small');
    const full = await refusal(writeJson(home, key, 'x'.repeat(1_000_000)), 'DiskFull');
    expect(full.message).toContain(folder);
    expect(await readJson(home, key, z.string())).toBe('small');
    expect(await readdir(sharedFolder(home, 'r'))).toEqual(['plan.json']);
  });
});

describe('errors of disks', () => {
  const system = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });
  it.each([
    ['ENOSPC', 'DiskFull'],
    ['EDQUOT', 'DiskFull'],
    ['EROFS', 'UnusableOutput'],
    ['EACCES', 'UnusableOutput'],
    ['EIO', 'Transient'],
    ['EAGAIN', 'Transient'],
    ['ESTALE', 'Transient'],
  ])('%s is %s and names the file', (code, kind) => {
    expect(storageError(system(code), '/there/file')).toMatchObject({
      kind,
      message: expect.stringContaining('/there/file'),
    });
  });
  it('leaves other errors as they are', () => {
    const spawn = system('EACCES', { syscall: 'spawn ffmpeg' });
    expect(storageError(spawn, '/x')).toBe(spawn);
    const odd = new TypeError('x');
    expect(storageError(odd, '/x')).toBe(odd);
  });
});
