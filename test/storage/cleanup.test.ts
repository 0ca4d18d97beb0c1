import { link, mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  findRemovable,
  homeLayout,
  openRunFolder,
  prepareHome,
  removeItems,
  segmentCache,
  touchRun,
} from '../../src/storage/index.js';
import { age, canMount, fill, mount, packFiles, temporaryFolder } from './folders.js';

const DAY = 86_400_000;
const HASH = 'a1b2c3d4e5f60718';

async function freshHome() {
  const folder = await temporaryFolder();
  const home = homeLayout(join(folder, 'home'));
  await prepareHome(home);
  const find = (openRunIds: string[] = [], days = 7) =>
    findRemovable(home, { olderThanMs: days * DAY, now: Date.now(), openRunIds: new Set(openRunIds) });
  const run = async (runId: string, days: number) => {
    const { path } = await openRunFolder(home, { workflowId: 'w', runId });
    await fill(path, { 'shared/plan.json': 'x'.repeat(1000) });
    await age(path, days);
    return path;
  };
  const segment = async (hash: string, days: number) => {
    await writeFile(join(folder, 'rendered.mov'), 'x'.repeat(500));
    const path = dirname(await segmentCache(home).store(hash, join(folder, 'rendered.mov')));
    await age(path, days);
    return path;
  };
  return { folder, home, find, run, segment };
}

describe('cleanup', () => {
  it('removes what nobody has used for so long, and says what and why', async () => {
    const { home, find, run, segment } = await freshHome();
    const old = await run('old', 8);
    const young = await run('young', 6);
    const open = await run('open', 400);
    const segments = [await segment(HASH, 8), await segment(`${HASH}ff`, 1)];
    const { removable, kept } = await find(['open']);
    expect(removable.map(({ path }) => path).sort()).toEqual([old, segments[0]].sort());
    expect(kept).toContainEqual({ path: open, reason: 'its run is open' });
    expect(kept).toContainEqual({ path: young, reason: expect.stringContaining('6 days ago') });
    expect(kept).toContainEqual({ path: home.segments, reason: expect.stringContaining('1 segment') });

    const steps: number[] = [];
    const done = await removeItems(removable, { onProgress: (n) => steps.push(n) });
    expect(done.removed.map(({ path }) => path).sort()).toEqual([old, segments[0]].sort());
    expect(done.freedBytes).toBeGreaterThan(1500);
    expect(steps).toEqual([1, 2]);
    expect((await readdir(home.work)).sort()).toEqual(['.langflix', '.trash', 'open', 'young']);
    expect(await readdir(join(home.work, '.trash'))).toEqual(['.langflix']);
    expect((await readdir(home.segments)).sort()).toEqual(['.langflix', '.trash', `${HASH}ff`]);
  });

  it('only says so in a dry run', async () => {
    const { find, run } = await freshHome();
    const old = await run('old', 8);
    const done = await removeItems((await find()).removable, { dryRun: true });
    expect(done.removed).toMatchObject([{ path: old }]);
    expect((await stat(old)).isDirectory()).toBe(true);
  });

  it('counts the last use: of a run, and of a segment that was looked up', async () => {
    const { home, find, run, segment } = await freshHome();
    await run('touched', 30);
    await segment(HASH, 30);
    await touchRun(home, 'touched');
    await segmentCache(home).lookup(HASH);
    expect((await find()).removable).toEqual([]);
  });

  it('takes only what bears langflix’s marker, and follows no link', async () => {
    const { folder, home, find, run } = await freshHome();
    await fill(folder, {
      'precious/.langflix': JSON.stringify({ product: 'langflix', kind: 'run', runId: 'precious' }),
    });
    await symlink(join(folder, 'precious'), join(home.work, 'precious'));
    await fill(home.work, {
      'stranger/file': 'x',
      file: 'x',
      'lying/.langflix': '{"product":"langflix","kind":"run","runId":"x"}',
    });
    const linking = await run('linking', 1);
    await symlink(join(folder, 'precious'), join(linking, 'link'));
    await fill(home.segments, { 'foreign/segment.json': '{}' });
    for (const at of [home.work, home.segments]) await age(at, 400);
    const { removable, kept } = await find();
    // The link inside is younger than its run; a week from now the run goes, what the link points to stays.
    expect(removable).toEqual([]);
    const reasons = Object.fromEntries(
      kept.map(({ path, reason }) => [path.slice(home.root.length + 1), reason]),
    );
    expect(reasons).toMatchObject({
      'work/precious': 'is a link',
      'work/stranger': expect.stringContaining('no marker'),
      'work/lying': expect.stringContaining('no marker'),
      'work/file': expect.stringContaining('not a folder'),
      'cache/segments/foreign': expect.stringContaining('no marker'),
    });
    const later = await findRemovable(home, {
      olderThanMs: 7 * DAY,
      now: Date.now() + 30 * DAY,
      openRunIds: new Set(),
    });
    await removeItems(later.removable);
    expect(await readdir(home.work)).not.toContain('linking');
    expect(await readdir(join(folder, 'precious'))).toEqual(['.langflix']);
    expect(await readdir(home.work)).toEqual(
      expect.arrayContaining(['precious', 'stranger', 'file', 'lying']),
    );
  });

  it('never takes study packs, however old, nor anything else of the home', async () => {
    const { home, find } = await freshHome();
    const pack = packFiles({ workflowId: 'w', runId: 'r' }, { 'lesson.mp4': 'x' });
    await fill(join(home.work, 'pack'), pack);
    await fill(join(home.root, 'packs', 'one'), pack);
    await fill(home.root, { 'temporal.db': 'x', 'logs/old.log': 'x' });
    await age(home.root, 400);
    expect((await find()).removable).toEqual([]);
  });

  it('does nothing where work is not the folder that langflix made', async () => {
    const { folder, home, find, run } = await freshHome();
    await run('old', 400);
    await rename(home.work, join(folder, 'moved'));
    await symlink(join(folder, 'moved'), home.work);
    const { removable, kept } = await find();
    expect(removable).toEqual([]);
    expect(kept).toContainEqual({ path: home.work, reason: expect.stringContaining('not the folder') });
  });

  it('leaves alone what was used between finding and removing, or has become something else', async () => {
    const { folder, home, find, run, segment } = await freshHome();
    const [used, swapped, gone, cached] = [
      await run('used', 8),
      await run('swapped', 8),
      await run('gone', 8),
      await segment(HASH, 8),
    ];
    const { removable } = await find();
    expect(removable).toHaveLength(4);
    await openRunFolder(home, { workflowId: 'w', runId: 'used' });
    await segmentCache(home).lookup(HASH);
    await rename(swapped, join(folder, 'elsewhere'));
    await symlink(join(folder, 'elsewhere'), swapped);
    await rm(gone, { recursive: true });
    const done = await removeItems(removable);
    expect(done.removed).toEqual([]);
    expect(Object.fromEntries(done.kept.map(({ path, reason }) => [path, reason]))).toEqual({
      [used]: 'was used just now',
      [cached]: 'was used just now',
      [swapped]: 'is not a folder any more',
      [gone]: 'was gone already',
    });
    expect(await readdir(join(folder, 'elsewhere'))).toContain('shared');
  });

  it('removes nothing outside of a home’s own folders, whatever it is told', async () => {
    const { folder } = await freshHome();
    await fill(folder, {
      'victim/.langflix': JSON.stringify({ product: 'langflix', kind: 'run', runId: 'victim' }),
    });
    const done = await removeItems([
      { path: join(folder, 'victim'), kind: 'run', lastUsedMs: Date.now() + DAY, reason: 'x' },
    ]);
    expect(done.removed).toEqual([]);
    expect(await readdir(join(folder, 'victim'))).toEqual(['.langflix']);
  });

  it('takes what processes that died have left: half-stored segments and half-removed folders', async () => {
    const { home, find } = await freshHome();
    await fill(home.segments, { '.new-abc-1/segment.mov': 'x', '.new-abc-2/segment.mov': 'x' });
    await fill(join(home.work, '.trash'), { 'r-1/shared/plan.json': 'x' });
    await age(join(home.segments, '.new-abc-1'), 1);
    const { removable } = await find([], 400);
    expect(removable.map(({ kind }) => kind).sort()).toEqual(['trash', 'unfinished']);
    await removeItems(removable);
    expect(await readdir(join(home.work, '.trash'))).toEqual(['.langflix']);
    expect((await readdir(home.segments)).sort()).toEqual(['.langflix', '.new-abc-2', '.trash']);
  });

  it('counts as freed only what has no other name', async () => {
    const { folder, find, segment } = await freshHome();
    const path = await segment(HASH, 8);
    await link(join(path, 'segment.mov'), join(folder, 'open-run.mov'));
    await age(path, 8);
    const done = await removeItems((await find()).removable);
    expect(done.removed).toHaveLength(1);
    expect(done.freedBytes).toBeLessThan(500);
    expect((await stat(join(folder, 'open-run.mov'))).size).toBe(500);
  });

  it('keeps the cache within its bound: what was used longest ago goes first', async () => {
    const { home, segment } = await freshHome();
    const paths = [
      await segment(`${HASH}01`, 3),
      await segment(`${HASH}02`, 1),
      await segment(`${HASH}03`, 2),
    ];
    const [oldest, newest, middle] = paths as [string, string, string];
    const size =
      (await stat(join(newest, 'segment.mov'))).size + (await stat(join(newest, 'segment.json'))).size;
    const within = (cacheMaxBytes: number | null) =>
      findRemovable(home, { olderThanMs: 7 * DAY, now: Date.now(), openRunIds: new Set(), cacheMaxBytes });
    expect((await within(null)).removable).toEqual([]);
    expect((await within(size * 3)).removable).toEqual([]);
    expect((await within(size * 2)).removable.map(({ path }) => path)).toEqual([oldest]);
    const { removable } = await within(size);
    expect(removable.map(({ path }) => path)).toEqual([oldest, middle]);
    expect(removable[0]?.reason).toContain('LANGFLIX_CACHE_MAX');
    await removeItems(removable);
    expect(await readdir(home.segments)).toContain(`${HASH}02`);
    expect(await readdir(home.segments)).not.toContain(`${HASH}03`);
  });

  it('asks once more before a run’s folder goes: a run may have begun since the open ones were listed', async () => {
    const { home, find, run } = await freshHome();
    const starting = await run('starting', 8);
    const ended = await run('ended', 8);
    const { removable } = await find();
    const released: string[] = [];
    const done = await removeItems(removable, {
      isOpen: async ({ runId }) => runId === 'starting',
      beforeRun: async (runId) => {
        expect(await readdir(home.work)).toContain(runId);
        released.push(runId);
      },
    });
    expect(done.removed.map(({ path }) => path)).toEqual([ended]);
    expect(done.kept).toEqual([{ path: starting, reason: 'its run is open' }]);
    expect(released).toEqual(['ended']);
  });

  it('removes no run’s folder when it cannot be asked whether the run is open', async () => {
    const { find, run } = await freshHome();
    const old = await run('old', 8);
    const done = await removeItems((await find()).removable, {
      isOpen: async () => {
        throw new Error('no answer');
      },
    });
    expect(done.removed).toEqual([]);
    expect(done.kept).toEqual([{ path: old, reason: 'could not be removed (no answer)' }]);
  });

  it('stops when it is told to', async () => {
    const { find, run } = await freshHome();
    await run('a', 8);
    await run('b', 8);
    const stop = new AbortController();
    const { removable } = await find();
    const work = removeItems(removable, {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('stopped')),
    });
    await expect(work).rejects.toThrow('stopped');
    expect((await find()).removable).toHaveLength(1);
  });

  it.skipIf(!canMount)('keeps and names what cannot be removed, and goes on', async () => {
    const { find, run } = await freshHome();
    const stuck = await run('a-stuck', 8);
    const gone = await run('b-gone', 8);
    await mkdir(join(stuck, 'mounted'));
    mount(join(stuck, 'mounted'), '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs');
    await age(stuck, 8);
    const { removable } = await find();
    const done = await removeItems(removable);
    expect(done.removed.map(({ path }) => path)).toEqual([gone]);
    expect(done.kept).toMatchObject([{ reason: expect.stringContaining('EBUSY') }]);
    expect(done.kept[0]?.path).toContain('a-stuck');
    expect((await stat(done.kept[0]!.path)).isDirectory()).toBe(true);
  });
});
