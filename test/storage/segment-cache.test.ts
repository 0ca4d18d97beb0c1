import { mkdir, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { homeLayout, prepareHome, segmentCache } from '../../src/storage/index.js';
import { age, canMount, mount, refusal, temporaryFolder } from './folders.js';

const HASH = 'a1b2c3d4e5f60718';

async function freshCache(root?: string) {
  const folder = root ?? (await temporaryFolder());
  const home = homeLayout(join(folder, 'home'));
  await prepareHome(home);
  const rendered = async (text: string, name = 'segment.mov') => {
    await mkdir(join(folder, 'attempt'), { recursive: true });
    await writeFile(join(folder, 'attempt', name), text);
    return join(folder, 'attempt', name);
  };
  return { folder, home, cache: segmentCache(home), rendered };
}

describe('the segment cache', () => {
  it('gives back what was stored, and notes the use', async () => {
    const { home, cache, rendered } = await freshCache();
    expect(await cache.lookup(HASH)).toBeNull();
    const file = await rendered('picture and sound');
    const stored = await cache.store(HASH, file, { frames: 24, samples: 48000 });
    await expect(stat(file)).rejects.toThrow('ENOENT');
    expect(stored.endsWith('.mov')).toBe(true);
    expect(await readFile(stored, 'utf8')).toBe('picture and sound');
    expect(await cache.lengthOf(HASH)).toEqual({ frames: 24, samples: 48000 });

    const sidecar = join(dirname(stored), 'segment.json');
    await utimes(sidecar, new Date(0), new Date(0));
    expect(await cache.lookup(HASH)).toBe(stored);
    expect(Date.now() - (await stat(sidecar)).mtimeMs).toBeLessThan(60_000);
    expect((await readdir(home.segments)).sort()).toEqual(['.langflix', '.trash', HASH]);
  });

  it('lets any number of stores of one segment win', async () => {
    const { home, cache, rendered } = await freshCache();
    const files = await Promise.all(Array.from({ length: 12 }, (_, i) => rendered('same bytes', `${i}.mov`)));
    const paths = await Promise.all(files.map((file) => cache.store(HASH, file)));
    expect(new Set(paths).size).toBe(1);
    expect(await readFile(paths[0]!, 'utf8')).toBe('same bytes');
    expect((await readdir(home.segments)).sort()).toEqual(['.langflix', '.trash', HASH]);
    expect(await readdir(join(home.segments, '.trash'))).toEqual(['.langflix']);
  });

  it('never serves a damaged segment, and takes a good one in its place', async () => {
    const { cache, rendered } = await freshCache();
    const stored = await cache.store(HASH, await rendered('0123456789'));
    await truncate(stored, 5);
    expect(await cache.lookup(HASH)).toBeNull();
    await writeFile(stored, '01234x6789');
    expect(await cache.lookup(HASH)).toBeNull();
    expect(await cache.linkInto(HASH, join(dirname(dirname(stored)), 'x.mov'))).toBeNull();
    await cache.store(HASH, await rendered('0123456789'));
    expect(await readFile((await cache.lookup(HASH))!, 'utf8')).toBe('0123456789');
    await rm(join(dirname(stored), 'segment.json'));
    expect(await cache.lookup(HASH)).toBeNull();
    await cache.store(HASH, await rendered('0123456789'));
    expect(await cache.lookup(HASH)).not.toBeNull();
  });

  it('links segments into a run, which keeps them when the cache is emptied', async () => {
    const { folder, home, cache, rendered } = await freshCache();
    const stored = await cache.store(HASH, await rendered('bytes'));
    const path = join(folder, '01-scene.mov');
    expect(await cache.linkInto(HASH, path)).toBe(path);
    expect((await stat(path)).ino).toBe((await stat(stored)).ino);
    expect(await cache.linkInto(HASH, path)).toBe(path);
    await writeFile(join(folder, 'other.mov'), 'left by an attempt that died');
    expect(await cache.linkInto(HASH, join(folder, 'other.mov'))).not.toBeNull();
    expect(await readFile(join(folder, 'other.mov'), 'utf8')).toBe('bytes');
    await rm(home.segments, { recursive: true });
    expect(await readFile(path, 'utf8')).toBe('bytes');
    expect(await cache.linkInto(HASH, path)).toBeNull();
    expect((await readdir(folder)).sort()).toEqual(['01-scene.mov', 'attempt', 'home', 'other.mov']);
  });

  it('refuses empty files and names that are no hashes', async () => {
    const { cache, rendered } = await freshCache();
    await refusal(cache.store(HASH, await rendered('')), 'Internal');
    await refusal(cache.lookup('../../etc'), 'Internal');
    expect(await cache.lookup(HASH)).toBeNull();
  });

  it.skipIf(!canMount)('works where the cache is on another disk than the work', async () => {
    const { folder, cache, rendered } = await (async () => {
      const root = await temporaryFolder();
      await mkdir(join(root, 'home', 'cache'), { recursive: true });
      mount(join(root, 'home', 'cache'), '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs');
      return await freshCache(root);
    })();
    await cache.store(HASH, await rendered('bytes'));
    const path = join(folder, 'copy.mov');
    expect(await cache.linkInto(HASH, path)).toBe(path);
    expect(await readFile(path, 'utf8')).toBe('bytes');
  });

  it.skipIf(!canMount)(
    'tells of a full disk, keeps the rendered file and leaves nothing half-stored',
    async () => {
      const root = await temporaryFolder();
      await mkdir(join(root, 'home', 'cache'), { recursive: true });
      mount(join(root, 'home', 'cache'), '-t', 'tmpfs', '-o', 'size=256k', 'tmpfs');
      const { home, cache, rendered } = await freshCache(root);
      const file = await rendered('x'.repeat(1_000_000));
      await refusal(cache.store(HASH, file), 'DiskFull');
      expect((await stat(file)).size).toBe(1_000_000);
      expect((await readdir(home.segments)).sort()).toEqual(['.langflix', '.trash']);
      await cache.store(HASH, await rendered('small'));
      await age(home.segments, 1);
    },
  );
});
