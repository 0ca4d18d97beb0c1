import { createHash } from 'node:crypto';
import { access, constants, lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LangflixError } from '../../shared/errors.js';
import { hasCode } from '../errors.js';
import { checkId } from '../ids.js';

/** Where a study pack goes, and where the small files stand by which it gets there safely. */
export interface Place {
  /** Links resolved. Need not exist. */
  target: string;
  exists: boolean;
  /**
   * Beside the target; inside it where the target is the root of a mount or nothing can be made beside it: there a
   * pack cannot be renamed in as one.
   */
  folder: string;
  isInside: boolean;
  /** Begins the names of all those files. */
  prefix: string;
  lock: string;
  owner: string;
  journal: string;
}

/** Names that langflix's own small files bear within a target; they are no part of a pack. */
export const CONTROL_PREFIX = '.langflix-';

/**
 * Finds a target's place.
 *
 * @throws LangflixError `UnusableOutput` where the path is a link to nothing
 */
export async function placeOf(target: string): Promise<Place> {
  const real = await resolveLinks(resolve(target));
  const parent = dirname(real);
  const found = await stat(real).catch(unlessAbsent);
  const isInside = found?.isDirectory() === true && !(await canRenameInto(parent, found.dev));
  const folder = isInside ? real : parent;
  const prefix = isInside ? CONTROL_PREFIX : `.${shortName(basename(real))}${CONTROL_PREFIX}`;
  const file = (name: string) => join(folder, `${prefix}${name}`);
  return {
    target: real,
    exists: found !== null,
    folder,
    isInside,
    prefix,
    lock: file('lock'),
    owner: file('owner.json'),
    journal: file('journal.json'),
  };
}

/** Whether a folder can be swapped for another one in `parent`: on the same file system, and with the right to. */
async function canRenameInto(parent: string, device: number): Promise<boolean> {
  if ((await stat(parent)).dev !== device) return false;
  return await access(parent, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Begins the names of all staging folders of a target. */
export function anyStagingPrefix(place: Place): string {
  return `${place.prefix}staging-`;
}

/**
 * Begins the names of a run's staging folders; each has a suffix of its own, so that two attempts never write into
 * one. Ends in a character that no id holds.
 */
export function stagingPrefix(place: Place, runId: string): string {
  return `${anyStagingPrefix(place)}${checkId('run id', runId)}+`;
}

/** Absolute paths of the entries of the place's folder whose names begin so. No folder, none. */
export async function entriesBeginning(place: Place, prefix: string): Promise<string[]> {
  const names = await readdir(place.folder).catch(unlessAbsent);
  return (names ?? []).filter((name) => name.startsWith(prefix)).map((name) => join(place.folder, name));
}

/** Whether anything bears this name, a link to nothing too. */
export async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(unlessAbsent)) !== null;
}

/** For `catch`: no such file or folder is null. */
export function unlessAbsent(error: unknown): null {
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
  throw error;
}

/**
 * A path with its links resolved, as far as it exists.
 *
 * @throws LangflixError `UnusableOutput` where it is a link to nothing; the system's error where it leads in circles
 */
export async function resolveLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR')) throw error;
  }
  const found = await lstat(path).catch(unlessAbsent);
  if (found?.isSymbolicLink()) {
    throw new LangflixError('UnusableOutput', `${path}: is a link to a folder that does not exist`, {
      hint: 'Make that folder, or choose another one with --out.',
    });
  }
  return dirname(path) === path ? path : join(await resolveLinks(dirname(path)), basename(path));
}

/** File names hold at most 255 bytes, and ours are longer than the target's. */
function shortName(name: string): string {
  if (Buffer.byteLength(name) <= 120) return name;
  return createHash('sha256').update(name).digest('hex').slice(0, 24);
}
