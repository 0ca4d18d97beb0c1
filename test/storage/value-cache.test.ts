import { readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findRemovable, homeLayout, prepareHome, removeItems, valueCache } from '../../src/storage/index.js';
import { temporaryFolder } from './folders.js';

const HASH = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const schema = z.object({ items: z.array(z.string()) });
const DAY = 86_400_000;

async function freshHome() {
  const home = homeLayout(join(await temporaryFolder(), 'home'));
  await prepareHome(home);
  const daysAgo = (hash: string, days: number) => {
    const at = new Date(Date.now() - days * DAY);
    return utimes(join(home.answers, `${hash}.json`), at, at);
  };
  const find = () => findRemovable(home, { olderThanMs: 7 * DAY, now: Date.now(), openRunIds: new Set() });
  return { home, cache: valueCache(home, 'answer'), daysAgo, find };
}

describe('the cache of values', () => {
  it('gives what was stored, and nothing for what was not', async () => {
    const { cache } = await freshHome();
    expect(await cache.lookup(HASH, schema)).toBeNull();
    await cache.store(HASH, { items: ['one'] });
    expect(await cache.lookup(HASH, schema)).toEqual({ items: ['one'] });
    expect(await cache.lookup(OTHER, schema)).toBeNull();
  });

  it('begins anew where somebody has deleted the cache', async () => {
    const { home, cache } = await freshHome();
    await rm(home.cache, { recursive: true });
    await cache.store(HASH, { items: ['one'] });
    expect(await cache.lookup(HASH, schema)).toEqual({ items: ['one'] });
  });

  it('serves nothing that is damaged or of another shape', async () => {
    const { home, cache } = await freshHome();
    await cache.store(HASH, { items: [1] });
    expect(await cache.lookup(HASH, schema)).toBeNull();
    await writeFile(join(home.answers, `${HASH}.json`), '{"product":"langflix","ki');
    expect(await cache.lookup(HASH, schema)).toBeNull();
    await expect(cache.store('../escape', {})).rejects.toThrow('is not the hash of a value');
  });

  it('loses what nobody has used for so long, and no more', async () => {
    const { home, cache, daysAgo, find } = await freshHome();
    for (const hash of [HASH, OTHER]) {
      await cache.store(hash, { items: [] });
      await daysAgo(hash, 8);
    }
    await cache.lookup(OTHER, schema);
    await symlink(join(home.answers, `${OTHER}.json`), join(home.answers, `${'ef'.repeat(32)}.json`));
    await writeFile(join(home.answers, 'notes.txt'), 'mine');
    const { removable, kept } = await find();
    expect(removable).toMatchObject([{ kind: 'answer', path: join(home.answers, `${HASH}.json`) }]);
    expect(kept).toContainEqual({ path: home.answers, reason: '1 answer was used since then' });
    expect((await removeItems(removable)).removed).toHaveLength(1);
    expect((await readdir(home.answers)).sort()).toEqual(
      ['.langflix', '.trash', `${OTHER}.json`, `${'ef'.repeat(32)}.json`, 'notes.txt'].sort(),
    );
    expect(await readdir(join(home.answers, '.trash'))).toEqual(['.langflix']);
  });

  it('keeps what was used after it was found', async () => {
    const { cache, daysAgo, find } = await freshHome();
    await cache.store(HASH, { items: [] });
    await daysAgo(HASH, 8);
    const { removable } = await find();
    await cache.lookup(HASH, schema);
    expect(await removeItems(removable)).toMatchObject({
      removed: [],
      kept: [{ reason: 'was used just now' }],
    });
  });
});
