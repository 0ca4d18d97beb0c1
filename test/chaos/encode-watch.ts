import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { EncodeStart } from '../integration/support/watched-ffmpeg.js';
import type { Site } from './site.js';
import { pause } from './wait.js';

const LOOK_EVERY_MS = 40;
/** A store and a start that are seen within so short a time may have crossed: a loaded machine is slow between two steps. */
const CROSSING_MS = 1500;

export interface EncodeWatch {
  /** Encodes since the watch began, with the time at which each was seen first. */
  starts(): (EncodeStart & { at: number })[];
  /** Encodes that started although the cache had their segment by then, in words. */
  needless(hashes: ReadonlyMap<string, string>, frozenMs: number): string[];
  end(): Promise<void>;
}

/** Looks at what is encoded and at what the cache holds, all the time, and remembers when it saw what. */
export async function watchEncodes(site: Site): Promise<EncodeWatch> {
  const skip = (await site.ffmpeg.starts()).length;
  const starts: (EncodeStart & { at: number })[] = [];
  const cachedAt = new Map<string, number>();
  let over = false;
  const look = async () => {
    const at = Date.now();
    const all = (await site.ffmpeg.starts()).slice(skip);
    for (const start of all.slice(starts.length)) starts.push({ ...start, at });
    const there = new Set((await readdir(site.home.segments).catch(() => [])).map((path) => basename(path)));
    for (const hash of there) if (!cachedAt.has(hash)) cachedAt.set(hash, at);
    for (const hash of [...cachedAt.keys()]) if (!there.has(hash)) cachedAt.delete(hash);
  };
  const looking = (async () => {
    while (!over) {
      await look();
      await pause(LOOK_EVERY_MS);
    }
  })();
  return {
    starts: () => starts,
    needless(hashes, frozenMs) {
      return starts.flatMap((start) => {
        const hash = start.segment === null ? undefined : hashOf(start.segment, hashes);
        const since = hash === undefined ? undefined : cachedAt.get(hash);
        return since !== undefined && start.at - since > CROSSING_MS + frozenMs
          ? [`${start.segment} was encoded ${start.at - since} ms after the cache had it`]
          : [];
      });
    },
    async end() {
      over = true;
      await looking;
      await look();
    },
  };
}

/** `<activity>-<segment>` holds the segment's id at its end. */
function hashOf(segment: string, hashes: ReadonlyMap<string, string>): string | undefined {
  for (const [id, hash] of hashes) if (segment.endsWith(`-${id}`)) return hash;
  return undefined;
}
