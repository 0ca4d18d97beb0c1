import { type Dirent, lstatSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, storageError } from '../errors.js';
import { type Home, trashOf } from '../home.js';
import { MARKER, type Marker, readMarker } from '../marker.js';
import { NEW_SEGMENT_PREFIX, readSidecar } from '../segment-cache.js';
import { VALUE_FILE, VALUE_FOLDERS, type ValueKind } from '../value-cache.js';
import type { Item, KeptItem } from './item.js';
import { overBudget } from './over-budget.js';

export interface FindOptions {
  /** Age since the last use. */
  olderThanMs: number;
  /** ms since 1970. */
  now: number;
  /** Asked of Temporal: of these nothing is touched, whatever its age. */
  openRunIds: ReadonlySet<string>;
  /** What cached segments may take together; null: no bound. */
  cacheMaxBytes?: number | null;
}

export interface Removable {
  removable: Item[];
  kept: KeptItem[];
}

/** A process that is storing a segment right now is left its folder for so long, whatever age is asked for. */
const STORING_MS = 60 * 60_000;

/**
 * What may be removed from a home's `work` and `cache`: run folders, cached segments and values that were not used for so
 * long, and leftovers of dead processes. Looks at nothing else, follows no link, and takes nothing for langflix's
 * that does not bear its marker.
 *
 * @throws LangflixError `UnusableOutput`, `Transient` where a folder cannot be read
 */
export async function findRemovable(home: Home, options: FindOptions): Promise<Removable> {
  const found: Removable = { removable: [], kept: [] };
  if (await isOurs(home.work, 'work', found)) {
    await findRuns(home, options, found);
    await findTrash(home.work, options, found);
  }
  if (await isOurs(home.cache, 'cache', found)) {
    if (await isOurs(home.segments, 'segments', found)) {
      await findSegments(home, options, found);
      await findTrash(home.segments, options, found);
    }
    for (const kind of ['answer', 'sound'] as const) {
      const folder = home[VALUE_FOLDERS[kind]];
      if (!(await isOurs(folder, VALUE_FOLDERS[kind], found))) continue;
      await findValues(folder, kind, options, found);
      await findTrash(folder, options, found);
    }
  }
  return found;
}

async function findRuns(home: Home, options: FindOptions, { removable, kept }: Removable): Promise<void> {
  for (const entry of await list(home.work)) {
    if (entry.name === MARKER || entry.name === '.trash') continue;
    const path = join(home.work, entry.name);
    const lastUsedMs = await lastUse(path);
    if (lastUsedMs === null) continue;
    const strange = whyStrange(entry);
    if (strange !== null) kept.push({ path, reason: strange });
    else if (!(await isRunFolder(path, entry.name)))
      kept.push({ path, reason: 'has no marker of langflix’s' });
    else if (options.openRunIds.has(entry.name)) kept.push({ path, reason: 'its run is open' });
    else if (!isOld(lastUsedMs, options)) kept.push({ path, reason: `used ${ago(lastUsedMs, options.now)}` });
    else removable.push({ path, kind: 'run', lastUsedMs, reason: `not used since ${day(lastUsedMs)}` });
  }
}

async function findSegments(home: Home, options: FindOptions, { removable, kept }: Removable): Promise<void> {
  const young: { path: string; lastUsedMs: number }[] = [];
  for (const entry of await list(home.segments)) {
    if (entry.name === MARKER || entry.name === '.trash') continue;
    const path = join(home.segments, entry.name);
    const lastUsedMs = await lastUse(path);
    if (lastUsedMs === null) continue;
    const strange = whyStrange(entry);
    if (strange !== null) kept.push({ path, reason: strange });
    else if (entry.name.startsWith(NEW_SEGMENT_PREFIX)) {
      if (!isOld(lastUsedMs, { ...options, olderThanMs: STORING_MS }))
        kept.push({ path, reason: 'may be being written' });
      else removable.push({ path, kind: 'unfinished', lastUsedMs, reason: 'left by a process that died' });
    } else if (!(await isSegmentFolder(path, entry.name)))
      kept.push({ path, reason: 'has no marker of langflix’s' });
    else if (!isOld(lastUsedMs, options)) young.push({ path, lastUsedMs });
    else removable.push({ path, kind: 'segment', lastUsedMs, reason: `not used since ${day(lastUsedMs)}` });
  }
  const tooMany = await overBudget(young, options.cacheMaxBytes ?? Number.POSITIVE_INFINITY);
  removable.push(...tooMany);
  // A cache holds thousands: they are kept for one reason, said once.
  const left = young.length - tooMany.length;
  if (left > 0) kept.push({ path: home.segments, reason: `${left} segments were used since then` });
}

async function findValues(
  folder: string,
  kind: ValueKind,
  options: FindOptions,
  { removable, kept }: Removable,
): Promise<void> {
  let young = 0;
  for (const entry of await list(folder)) {
    if (entry.name === MARKER || entry.name === '.trash') continue;
    const path = join(folder, entry.name);
    const lastUsedMs = await lastUse(path);
    if (lastUsedMs === null) continue;
    if (!isValueFile(entry)) kept.push({ path, reason: `is no ${kind} of langflix’s` });
    else if (!isOld(lastUsedMs, options)) young += 1;
    else removable.push({ path, kind, lastUsedMs, reason: `not used since ${day(lastUsedMs)}` });
  }
  const were = young === 1 ? `${kind} was` : `${kind}s were`;
  if (young > 0) kept.push({ path: folder, reason: `${young} ${were} used since then` });
}

/** Whether this is a cached value: a plain file with such a name. */
export function isValueFile(entry: { name: string; isFile(): boolean }): boolean {
  return entry.isFile() && VALUE_FILE.test(entry.name);
}

async function findTrash(folder: string, options: FindOptions, found: Removable): Promise<void> {
  const trash = trashOf(folder);
  if (!(await isOurs(trash, 'trash', found))) return;
  for (const entry of await list(trash)) {
    if (entry.name === MARKER) continue;
    found.removable.push({
      path: join(trash, entry.name),
      kind: 'trash',
      lastUsedMs: options.now,
      reason: 'its removal was cut short',
    });
  }
}

/** Whether a folder of the home is a real folder with the right marker; says so where it is something else. */
async function isOurs(path: string, kind: Marker['kind'], found: Removable): Promise<boolean> {
  const status = await lstat(path).catch(unlessGone);
  if (status === null) return false;
  const isMarked = status.isDirectory() && (await readMarker(path))?.kind === kind;
  if (!isMarked) found.kept.push({ path, reason: 'is not the folder that langflix made here' });
  return isMarked;
}

/** Whether this is the folder of the run whose name it bears. */
export async function isRunFolder(path: string, name: string): Promise<boolean> {
  const marker = await readMarker(path);
  return marker?.kind === 'run' && marker.runId === name;
}

/** Whether this is the folder of the cached segment whose name it bears. */
export async function isSegmentFolder(path: string, name: string): Promise<boolean> {
  return (await readSidecar(path))?.hash === name;
}

/** When a folder was last used (ms since 1970), or null where it is gone. Follows no link. */
export async function lastUse(path: string): Promise<number | null> {
  const status = await lstat(path).catch(unlessGone);
  if (status === null) return null;
  let newest = status.mtimeMs;
  if (!status.isDirectory()) return newest;
  for (const name of (await readdir(path).catch(unlessGone)) ?? []) {
    newest = Math.max(newest, lstatSync(join(path, name), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  }
  return newest;
}

function whyStrange(entry: Dirent): string | null {
  if (entry.isSymbolicLink()) return 'is a link';
  return entry.isDirectory() ? null : 'is not a folder of langflix’s';
}

function isOld(lastUsedMs: number, { now, olderThanMs }: Pick<FindOptions, 'now' | 'olderThanMs'>): boolean {
  return now - lastUsedMs >= olderThanMs;
}

async function list(folder: string): Promise<Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw storageError(error, folder);
  }
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function ago(ms: number, now: number): string {
  const hours = Math.max(0, (now - ms) / 3_600_000);
  return hours < 48 ? `${Math.round(hours)} h ago` : `${Math.round(hours / 24)} days ago`;
}

function unlessGone(error: unknown): null {
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
  throw error;
}
