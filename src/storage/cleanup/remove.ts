import { lstat, readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { removeTree, uniqueSuffix } from '../durable.js';
import { errorCode, hasCode } from '../errors.js';
import { trashOf } from '../home.js';
import { readMarker } from '../marker.js';
import { VALUE_FOLDERS } from '../value-cache.js';
import { isRunFolder, isSegmentFolder, isValueFile, lastUse } from './find.js';
import type { Item, KeptItem } from './item.js';

export interface RemoveOptions {
  /** Only says what would go. */
  dryRun?: boolean;
  /** After each item: how many are done, of how many. */
  onProgress?: (done: number, total: number) => void;
  /** Ends it between two items with its reason. */
  signal?: AbortSignal;
  /** Asked right before a run's folder goes: the run may have begun after the open ones were listed. */
  isOpen?: (run: { workflowId: string; runId: string }) => Promise<boolean>;
  /** Called with a run's folder right before it goes: for what it says of things that stand elsewhere. */
  beforeRun?: (runId: string) => Promise<void>;
}

export interface RemovedItem {
  path: string;
  reason: string;
  /** Given back to the disk: files that have another name elsewhere count nothing. */
  bytes: number;
}

export interface RemoveOutcome {
  removed: RemovedItem[];
  kept: KeptItem[];
  freedBytes: number;
}

/**
 * Removes what `findRemovable` found. Each item is looked at again right before, and first gets another name: a
 * process that uses it in the same moment finds it whole or not at all. What cannot be removed is kept, with why.
 */
export async function removeItems(items: Item[], options: RemoveOptions = {}): Promise<RemoveOutcome> {
  const outcome: RemoveOutcome = { removed: [], kept: [], freedBytes: 0 };
  for (const [index, item] of items.entries()) {
    options.signal?.throwIfAborted();
    const { path, reason } = item;
    let at = path;
    try {
      const stays = await whyItStays(item, options);
      if (stays !== null) outcome.kept.push({ path, reason: stays });
      else {
        const bytes = await sizeOf(path);
        if (options.dryRun !== true) {
          if (item.kind === 'run') await options.beforeRun?.(basename(path));
          at = await takeAway(item);
          await removeTree(at);
        }
        outcome.removed.push({ path, reason, bytes });
        outcome.freedBytes += bytes;
      }
    } catch (error) {
      const gone = hasCode(error, 'ENOENT');
      const why = errorCode(error) ?? (error instanceof Error ? error.message : String(error));
      outcome.kept.push({ path: at, reason: gone ? 'was gone already' : `could not be removed (${why})` });
    }
    options.onProgress?.(index + 1, items.length);
  }
  return outcome;
}

async function whyItStays(item: Item, { isOpen }: RemoveOptions): Promise<string | null> {
  const { path, kind } = item;
  if ((await readMarker(dirname(path)))?.kind !== PARENT[kind])
    return 'is not where langflix keeps such things';
  const status = await lstat(path);
  if (kind === 'trash') return null;
  if (kind in VALUE_FOLDERS) {
    if (!isValueFile({ name: basename(path), isFile: () => status.isFile() }))
      return `is no ${kind} any more`;
    return status.mtimeMs > item.lastUsedMs ? 'was used just now' : null;
  }
  if (!status.isDirectory()) return 'is not a folder any more';
  if (kind === 'run' && !(await isRunFolder(path, basename(path)))) return 'has no marker of langflix’s';
  if (kind === 'segment' && !(await isSegmentFolder(path, basename(path))))
    return 'has no marker of langflix’s';
  if (kind === 'run' && isOpen !== undefined) {
    const { workflowId = '', runId = '' } = (await readMarker(path)) ?? {};
    if (await isOpen({ workflowId, runId })) return 'its run is open';
  }
  const lastUsedMs = await lastUse(path);
  if (lastUsedMs === null) return 'was gone already';
  return lastUsedMs > item.lastUsedMs ? 'was used just now' : null;
}

/** Of what kind the folder is in which an item stands. */
const PARENT = {
  run: 'work',
  segment: 'segments',
  unfinished: 'segments',
  ...VALUE_FOLDERS,
  trash: 'trash',
} as const;

/** Gives a folder another name, among the things that are to be removed, and says which. */
async function takeAway({ path, kind }: Item): Promise<string> {
  if (kind === 'trash') return path;
  const trash = join(trashOf(dirname(path)), `${basename(path)}-${uniqueSuffix()}`);
  await rename(path, trash);
  return trash;
}

async function sizeOf(path: string): Promise<number> {
  const status = await lstat(path);
  if (!status.isDirectory()) return status.nlink > 1 ? 0 : status.size;
  let sum = 0;
  for (const name of await readdir(path)) sum += await sizeOf(join(path, name));
  return sum;
}
