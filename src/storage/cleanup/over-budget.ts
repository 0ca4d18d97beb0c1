import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../errors.js';
import type { Item } from './item.js';

/**
 * Of cached segments, those that must go so that the rest takes no more than `maxBytes`: the ones used longest ago.
 *
 * @param segments folders with the time of their last use, ms since 1970
 */
export async function overBudget(
  segments: readonly { path: string; lastUsedMs: number }[],
  maxBytes: number,
): Promise<Item[]> {
  const newestFirst = [...segments].sort((a, b) => b.lastUsedMs - a.lastUsedMs);
  const items: Item[] = [];
  let total = 0;
  for (const { path, lastUsedMs } of newestFirst) {
    total += await sizeOf(path);
    if (total <= maxBytes) continue;
    const reason = `used longest ago in a cache of more than ${maxBytes} bytes (LANGFLIX_CACHE_MAX)`;
    items.unshift({ path, kind: 'segment', lastUsedMs, reason });
  }
  return items;
}

/** Bytes of the files in a segment's folder; 0 where it has just gone. */
async function sizeOf(folder: string): Promise<number> {
  try {
    const names = await readdir(folder);
    const sizes = await Promise.all(names.map(async (name) => (await lstat(join(folder, name))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}
