import { lstat } from 'node:fs/promises';
import { hasCode } from './errors.js';
import { readRegularFile } from './regular-file.js';

/** Locks and claims hold some lines; a journal names the entries of a folder too. */
const MAX_BYTES = 16 << 20;

/**
 * Reads a lock, a claim or a journal. These stand beside output folders, in `/tmp` for instance, where another user
 * can put anything under their names: a link is not followed and a pipe not waited for.
 *
 * @returns null where there is nothing; no text where the name is borne by what langflix never made
 */
export async function readControlFile(path: string): Promise<string | null> {
  try {
    return (await readRegularFile(path, MAX_BYTES, { followLinks: false }))?.toString('utf8') ?? '';
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

/** Whether two files have the same owner. Of network shares too, which give all files one of their own. */
export async function haveSameOwner(path: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([lstat(path), lstat(other)]);
  return a.uid === b.uid;
}
