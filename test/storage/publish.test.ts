import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkOutput,
  claimOutput,
  discardStaging,
  freeOutputFolder,
  publishPack,
  readPack,
  recoverPublishing,
  stagingFolder,
  verifyPack,
} from '../../src/storage/index.js';
import { compileStorage } from './compiled.js';
import { canMount, fill, mount, packFiles, refusal, temporaryFolder, tree } from './folders.js';

const OLD = { workflowId: 'lesson-1', runId: 'run-old' };
const NEW = { workflowId: 'lesson-1', runId: 'run-new' };
const OLD_FILES = packFiles(OLD, {
  'lesson.mp4': 'old lesson',
  'clips/01-old.mp4': 'old clip',
  'old.txt': 'x',
});
const NEW_FILES = packFiles(NEW, {
  'lesson.mp4': 'new lesson!',
  'clips/01-new.mp4': 'new clip',
  'new.txt': 'y',
});

let compiled: Awaited<ReturnType<typeof compileStorage>>;
beforeAll(async () => {
  compiled = await compileStorage();
});
afterAll(() => compiled.remove());

async function stage(target: string, runId: string, files: Record<string, string>): Promise<string> {
  const staged = await stagingFolder(target, runId);
  await fill(staged, files);
  return staged;
}

async function publish(
  target: string,
  run: typeof NEW,
  files: Record<string, string>,
  step?: (name: string) => void,
) {
  await claimOutput(target, run);
  const staged = await stage(target, run.runId, files);
  await publishPack({ staged, target, ...run, ...(step ? { step } : {}) });
}

describe('an output folder', () => {
  it('of a name longer than file systems allow is refused by name, not as a fault of langflix', async () => {
    const base = join(await temporaryFolder(), 'a'.repeat(260));
    const error = await refusal(
      freeOutputFolder(base, () => 'lesson-1'),
      'UnusableOutput',
    );
    expect(error.hint).toContain('--out');
  });

  it('is taken when it is absent or empty, and a look leaves nothing behind', async () => {
    const folder = await temporaryFolder();
    expect(await checkOutput(join(folder, 'a', 'b', 'pack'), NEW)).toMatchObject({
      state: 'absent',
      manifest: null,
    });
    await mkdir(join(folder, 'empty'));
    await writeFile(join(folder, 'empty', '.DS_Store'), '');
    expect(await checkOutput(join(folder, 'empty'), NEW)).toMatchObject({ state: 'empty' });
    expect(await tree(folder)).toEqual({ 'empty/.DS_Store': '' });
  });

  it('is refused when it holds anything that langflix did not make', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'holiday.jpg'), '');
    const refused = await refusal(checkOutput(folder, NEW), 'UnusableOutput');
    expect(refused.message).toContain('holiday.jpg');
    expect(refused.hint).toContain('--out');
    await refusal(claimOutput(folder, NEW), 'UnusableOutput');
    for (const manifest of ['not json', '{"product":"other"}', JSON.stringify({ product: 'langflix' })]) {
      await writeFile(join(folder, 'manifest.json'), manifest);
      await refusal(checkOutput(folder, NEW), 'UnusableOutput');
    }
    expect((await readdir(folder)).sort()).toEqual(['holiday.jpg', 'manifest.json']);
  });

  it('is refused when it cannot be', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), 'mine');
    await symlink(join(folder, 'nothing'), join(folder, 'link'));
    for (const target of ['file', 'file/below', 'link', 'link/below'].map((name) => join(folder, name))) {
      await refusal(checkOutput(target, NEW), 'UnusableOutput');
      await refusal(claimOutput(target, NEW), 'UnusableOutput');
    }
    await refusal(checkOutput('/proc/langflix/pack', NEW), 'UnusableOutput');
    await refusal(claimOutput('/sys/langflix', NEW), 'UnusableOutput');
    expect((await readdir(folder)).sort()).toEqual(['file', 'link']);
  });

  it.skipIf(!canMount)('is refused on a read-only disk, and on a full one as such', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'read-only'));
    mount(join(folder, 'read-only'), '-t', 'tmpfs', '-o', 'ro', 'tmpfs');
    const refused = await refusal(checkOutput(join(folder, 'read-only', 'pack'), NEW), 'UnusableOutput');
    expect(refused.message).toContain('read-only');
    await mkdir(join(folder, 'full'));
    mount(join(folder, 'full'), '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs');
    await writeFile(join(folder, 'full', 'fill'), 'x'.repeat(65_536));
    await refusal(checkOutput(join(folder, 'full', 'pack'), NEW), 'DiskFull');
  });

  it('tells a request’s own pack from another’s', async () => {
    const target = join(await temporaryFolder(), 'pack');
    await fill(target, OLD_FILES);
    const own = await checkOutput(target, NEW);
    expect(own).toMatchObject({ state: 'own-pack', whole: true, manifest: { runId: 'run-old' } });
    expect(await checkOutput(target, { workflowId: 'lesson-2' })).toMatchObject({ state: 'other-pack' });
    await rm(join(target, 'old.txt'));
    expect(await checkOutput(target, NEW)).toMatchObject({ state: 'own-pack', whole: false });
  });

  it('with a pack that a person has worked on is refused by name', async () => {
    const target = join(await temporaryFolder(), 'pack');
    await fill(target, OLD_FILES);
    await fill(target, { 'clips/.DS_Store': '', 'Thumbs.db': '' });
    await checkOutput(target, NEW);
    await fill(target, { 'my notes.txt': 'mine' });
    expect((await refusal(checkOutput(target, NEW), 'UnusableOutput')).message).toContain('my notes.txt');
    await rm(join(target, 'my notes.txt'));
    await fill(target, { 'lesson.mp4': 'OLD lesson' });
    expect((await refusal(claimOutput(target, NEW), 'UnusableOutput')).message).toContain('lesson.mp4');
    await fill(target, OLD_FILES);
    await rm(join(target, 'clips'), { recursive: true });
    await symlink('/etc', join(target, 'clips'));
    expect((await refusal(checkOutput(target, NEW), 'UnusableOutput')).message).toContain('clips');
  });

  it('is numbered when its name is another request’s', async () => {
    const folder = await temporaryFolder();
    const base = join(folder, 'film-langflix');
    const workflowIdFor = () => 'lesson-1';
    expect(await freeOutputFolder(base, workflowIdFor)).toBe(base);
    await writeFile(base, 'a file');
    await fill(`${base}-2`, packFiles({ workflowId: 'lesson-2', runId: 'r' }, { a: 'a' }));
    await fill(`${base}-3`, { 'diary.txt': 'mine' });
    await claimOutput(`${base}-4`, { workflowId: 'lesson-9', runId: 'r9' });
    expect(await freeOutputFolder(base, workflowIdFor)).toBe(`${base}-5`);
    await fill(`${base}-5`, OLD_FILES);
    expect(await freeOutputFolder(base, workflowIdFor)).toBe(`${base}-5`);
    expect(await freeOutputFolder(base, (at) => (at === base ? 'x' : 'lesson-9'))).toBe(`${base}-4`);
  });
});

describe('a pack', () => {
  it('is compared with its manifest, by size or by every byte', async () => {
    const target = join(await temporaryFolder(), 'pack');
    expect(await readPack(target)).toBeNull();
    await fill(target, NEW_FILES);
    expect(await verifyPack(target, { deep: true })).toEqual({
      whole: true,
      missing: [],
      changed: [],
      added: [],
    });
    await fill(target, { 'lesson.mp4': 'NEW lesson!', 'clips/02.mp4': '' });
    await rm(join(target, 'new.txt'));
    expect(await verifyPack(target)).toMatchObject({
      missing: ['new.txt'],
      changed: [],
      added: ['clips/02.mp4'],
    });
    expect(await verifyPack(target, { deep: true })).toMatchObject({ whole: false, changed: ['lesson.mp4'] });
  });

  it.each(['../secret', '/etc/passwd', 'a/../../b', 'a\\b', 'C:/x', ''])(
    'is none when it names %j',
    async (path) => {
      const target = await temporaryFolder();
      const manifest = { product: 'langflix', ...NEW, files: [{ path, bytes: 1, sha256: '0'.repeat(64) }] };
      await fill(target, { 'manifest.json': JSON.stringify(manifest) });
      expect(await readPack(target)).toBeNull();
    },
  );
});

describe('publishing', () => {
  it('puts a pack in place and leaves nothing beside it', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'new', 'pack');
    await publish(target, NEW, NEW_FILES);
    expect(await tree(target)).toEqual(NEW_FILES);
    expect(await readdir(dirname(target))).toEqual(['pack']);
    await discardStaging(target, NEW.runId);
    expect(await tree(target)).toEqual(NEW_FILES);
  });

  it('replaces an old pack whole, with the rights that its folder had', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'pack');
    await fill(target, OLD_FILES);
    await chmod(target, 0o2775);
    await publish(target, NEW, NEW_FILES);
    expect(await tree(target)).toEqual(NEW_FILES);
    expect((await stat(target)).mode & 0o7777).toBe(0o2775);
    expect(await readdir(folder)).toEqual(['pack']);
  });

  it('goes through a link to the real folder', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'disk', 'real'), { recursive: true });
    await symlink(join(folder, 'disk', 'real'), join(folder, 'link'));
    await publish(join(folder, 'link'), NEW, NEW_FILES);
    expect(await tree(join(folder, 'disk', 'real'))).toEqual(NEW_FILES);
    expect(await readdir(join(folder, 'disk'))).toEqual(['real']);
  });

  it('works for names as long as the file system allows', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, '字'.repeat(85));
    await publish(target, NEW, NEW_FILES);
    expect(await readdir(folder)).toEqual([basename(target)]);
  });

  it('done twice by attempts of one run is done once', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'pack');
    await claimOutput(target, NEW);
    const late = await stage(target, NEW.runId, NEW_FILES);
    await publishPack({ staged: await stage(target, NEW.runId, NEW_FILES), target, ...NEW });
    await publishPack({ staged: late, target, ...NEW });
    expect(await tree(target)).toEqual(NEW_FILES);
    expect(await readdir(folder)).toEqual(['pack']);
  });

  it('is for the newest run only', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'pack');
    await claimOutput(target, OLD);
    const old = await stage(target, OLD.runId, OLD_FILES);
    await claimOutput(target, NEW);
    const refused = await refusal(publishPack({ staged: old, target, ...OLD }), 'Superseded');
    expect(refused.message).toContain('run-new');
    // A run that started earlier cannot take the folder back, however late its claim comes.
    await refusal(claimOutput(target, { ...OLD, startedAtMs: Date.now() - 60_000 }), 'Superseded');
    await publishPack({ staged: await stage(target, NEW.runId, NEW_FILES), target, ...NEW });
    await refusal(
      publishPack({ staged: await stage(target, OLD.runId, OLD_FILES), target, ...OLD }),
      'Superseded',
    );
    expect(await tree(target)).toEqual(NEW_FILES);
    await discardStaging(target, OLD.runId);
    expect(await readdir(folder)).toEqual(['pack']);
  });

  it('of two at once ends with one whole pack', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'pack');
    await Promise.all([claimOutput(target, OLD), claimOutput(target, NEW)]);
    const runs = [
      { run: OLD, files: OLD_FILES },
      { run: NEW, files: NEW_FILES },
    ];
    const ends = await Promise.allSettled(
      runs.map(async ({ run, files }) => {
        await publishPack({ staged: await stage(target, run.runId, files), target, ...run });
      }),
    );
    const winner = runs.filter((_, i) => ends[i]?.status === 'fulfilled');
    expect(winner).toHaveLength(1);
    expect(await tree(target)).toEqual(winner[0]!.files);
    for (const { run } of runs) await discardStaging(target, run.runId);
    expect(await readdir(folder)).toEqual(['pack']);
  });

  it('survives the loss of its claim together with the folder around it', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'deleted', 'pack');
    await claimOutput(target, NEW);
    await rm(dirname(target), { recursive: true });
    await publishPack({ staged: await stage(target, NEW.runId, NEW_FILES), target, ...NEW });
    expect(await tree(target)).toEqual(NEW_FILES);
  });

  it('refuses a staged pack that is not whole, and one that is gone', async () => {
    const target = join(await temporaryFolder(), 'pack');
    await claimOutput(target, NEW);
    const { 'new.txt': _, ...without } = NEW_FILES;
    const staged = await stage(target, NEW.runId, without);
    expect((await refusal(publishPack({ staged, target, ...NEW }), 'Internal')).message).toContain('new.txt');
    await rm(staged, { recursive: true });
    await refusal(publishPack({ staged, target, ...NEW }), 'Transient');
  });

  it('does not touch what a person added while the run was under way', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'pack');
    await fill(target, OLD_FILES);
    await claimOutput(target, NEW);
    await fill(target, { 'my notes.txt': 'mine' });
    const staged = await stage(target, NEW.runId, NEW_FILES);
    await refusal(publishPack({ staged, target, ...NEW }), 'UnusableOutput');
    await discardStaging(target, NEW.runId);
    expect(await tree(folder)).toEqual(
      Object.fromEntries(
        Object.entries({ ...OLD_FILES, 'my notes.txt': 'mine' }).map(([k, v]) => [`pack/${k}`, v]),
      ),
    );
  });

  it('given up takes its traces with it, folders that were made for it too', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'a', 'b', 'pack');
    await claimOutput(target, NEW);
    await stage(target, NEW.runId, NEW_FILES);
    await stage(target, NEW.runId, {});
    await discardStaging(target, NEW.runId);
    await discardStaging(target, NEW.runId);
    expect(await readdir(folder)).toEqual([]);
  });

  it('clears away what runs that nobody ended have staged', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'pack');
    await claimOutput(target, OLD);
    await stage(target, OLD.runId, OLD_FILES);
    await publish(target, NEW, NEW_FILES);
    expect(await readdir(folder)).toEqual(['pack']);
  });
});

interface Setting {
  name: string;
  /** Makes the place, with the old pack in it or nothing, and says where the target is. */
  prepare(folder: string): Promise<string>;
  old: Record<string, string> | null;
  mounts: boolean;
}

const SETTINGS: Setting[] = [
  { name: 'nothing', old: null, mounts: false, prepare: async (folder) => join(folder, 'pack') },
  {
    name: 'an old pack',
    old: OLD_FILES,
    mounts: false,
    prepare: async (folder) => {
      await fill(join(folder, 'pack'), OLD_FILES);
      return join(folder, 'pack');
    },
  },
  {
    name: 'an old pack in the root of another disk',
    old: OLD_FILES,
    mounts: true,
    prepare: async (folder) => {
      await mkdir(join(folder, 'pack'));
      mount(join(folder, 'pack'), '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs');
      await fill(join(folder, 'pack'), OLD_FILES);
      return join(folder, 'pack');
    },
  },
  {
    name: 'an old pack in a mount of the same disk',
    old: OLD_FILES,
    mounts: true,
    prepare: async (folder) => {
      await mkdir(join(folder, 'pack'));
      await fill(join(folder, 'real'), OLD_FILES);
      mount(join(folder, 'pack'), '--bind', join(folder, 'real'));
      return join(folder, 'pack');
    },
  },
];

const CHILD = `
  const [, , target, staged, run, at] = process.argv;
  let step = 0;
  await storage.publishPack({
    staged, target, ...JSON.parse(run),
    step(name) {
      process.send(name);
      if (step++ === Number(at)) process.kill(process.pid, 'SIGKILL');
    },
  });
`;

describe.each(SETTINGS)('publishing over $name', ({ old, mounts, prepare }) => {
  /** All files, those beside the target too, as a person would find them. */
  async function left(folder: string, target: string): Promise<Record<string, string>> {
    const names = (await readdir(folder)).filter((name) => name !== 'real' && name !== basename(target));
    expect(names.filter((name) => !name.startsWith('child'))).toEqual([]);
    return await tree(target).catch(() => ({}));
  }

  it.skipIf(mounts && !canMount)('comes to its end', async () => {
    const folder = await temporaryFolder();
    const target = await prepare(folder);
    await publish(target, NEW, NEW_FILES);
    expect(await left(folder, target)).toEqual(NEW_FILES);
  });

  it.skipIf(mounts && !canMount)('killed at any step leaves the old or the new pack, whole', async () => {
    const outcomes: string[] = [];
    for (let at = 0; ; at += 1) {
      const folder = await temporaryFolder();
      const target = await prepare(folder);
      await claimOutput(target, NEW);
      const staged = await stage(target, NEW.runId, NEW_FILES);
      const script = join(folder, 'child.mjs');
      await writeFile(script, `import * as storage from ${JSON.stringify(compiled.entry)};${CHILD}`);
      const child = fork(script, [target, staged, JSON.stringify(NEW), String(at)]);
      const [code, signal] = await once(child, 'exit');
      if (signal === null) {
        expect(code).toBe(0);
        expect(await left(folder, target)).toEqual(NEW_FILES);
        break;
      }
      await recoverPublishing(target);
      const found = await tree(target).catch(() => ({}));
      const isNew = 'new.txt' in found;
      outcomes.push(isNew ? 'new' : 'old');
      // Before the journal is written, nothing was begun: the staged pack is still its run's.
      if (isNew) expect(await left(folder, target)).toEqual(NEW_FILES);
      // As the end of every run does.
      await discardStaging(target, NEW.runId);
      expect(await left(folder, target)).toEqual(isNew ? NEW_FILES : (old ?? {}));
    }
    expect(outcomes.length).toBeGreaterThanOrEqual(old === null ? 4 : 5);
    expect(outcomes.slice(0, 2)).toEqual(['old', 'old']);
    expect(outcomes.at(-1)).toBe('new');
  });

  it.skipIf(mounts && !canMount)(
    'killed and then given up leaves the old or the new pack, whole',
    async () => {
      for (let at = 0; ; at += 1) {
        const folder = await temporaryFolder();
        const target = await prepare(folder);
        await claimOutput(target, NEW);
        const staged = await stage(target, NEW.runId, NEW_FILES);
        const script = join(folder, 'child.mjs');
        await writeFile(script, `import * as storage from ${JSON.stringify(compiled.entry)};${CHILD}`);
        const [, signal] = await once(
          fork(script, [target, staged, JSON.stringify(NEW), String(at)]),
          'exit',
        );
        if (signal === null) break;
        await discardStaging(target, NEW.runId);
        const found = await left(folder, target);
        expect(found).toEqual('new.txt' in found ? NEW_FILES : (old ?? {}));
      }
    },
  );

  it.skipIf(mounts && !canMount)(
    'failing at any step leaves the old or the new pack, whole, at once',
    async () => {
      for (let at = 0; ; at += 1) {
        const folder = await temporaryFolder();
        const target = await prepare(folder);
        let step = 0;
        const failed = await publish(target, NEW, NEW_FILES, () => {
          if (step++ === at) throw new Error('the disk is on fire');
        }).then(
          () => false,
          () => true,
        );
        if (!failed) expect(await left(folder, target)).toEqual(NEW_FILES);
        else {
          expect('new.txt' in (await tree(target).catch(() => ({})))).toBe(false);
          await discardStaging(target, NEW.runId);
          expect(await left(folder, target)).toEqual(old ?? {});
        }
        if (step <= at) break;
      }
    },
  );
});

describe('a full disk', () => {
  it.skipIf(!canMount)('on which not even a lock fits lets a run give up its claim', async () => {
    const folder = await temporaryFolder();
    mount(folder, '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs');
    const target = join(folder, 'pack');
    await claimOutput(target, NEW);
    const more = await writeFile(join(folder, 'fill'), 'x'.repeat(100_000)).catch((error: unknown) => error);
    expect(more).toMatchObject({ code: 'ENOSPC' });
    await discardStaging(target, NEW.runId);
    expect(await readdir(folder)).toEqual(['fill']);
  });

  it.skipIf(!canMount)('while files are copied to a mount leaves the old pack', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'pack'));
    mount(join(folder, 'pack'), '-t', 'tmpfs', '-o', 'size=256k', 'tmpfs');
    const target = join(folder, 'pack');
    await fill(target, OLD_FILES);
    await claimOutput(target, NEW);
    const staged = await stagingFolder(target, NEW.runId);
    const big = await fill(staged, { big: 'x'.repeat(1_000_000) }).catch((error: unknown) => error);
    expect(big).toMatchObject({ code: 'ENOSPC' });
    await discardStaging(target, NEW.runId);
    expect(await tree(target)).toEqual(OLD_FILES);
    expect(await readFile(join(target, 'lesson.mp4'), 'utf8')).toBe('old lesson');
  });
});
