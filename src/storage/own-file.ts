import { link, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LangflixError } from '../shared/errors.js';
import { syncFile, syncFolder, TEMPORARY_SUFFIX, uniqueSuffix } from './durable.js';
import { hasCode } from './errors.js';
import { unusable } from './publish/output.js';
import { readRegularFile } from './regular-file.js';

/** Says of a file's bytes whether langflix made them. */
export type IsOwn = (bytes: Buffer) => boolean;

/** A larger file is none of langflix's pictures. */
const MAX_OWN_BYTES = 64 << 20;

/**
 * Refuses a name in a person's folder that bears a file which langflix did not make, or which was changed since.
 *
 * @returns whether there is a file that may be replaced
 * @throws LangflixError `UnusableOutput`, naming the file; `DiskFull`, `Transient`
 */
export async function checkReplaceable(path: string, isOwn: IsOwn): Promise<boolean> {
  try {
    const bytes = await readRegularFile(path, MAX_OWN_BYTES, { followLinks: false });
    if (bytes !== null && isOwn(bytes)) return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw unusable(error, path);
  }
  throw new LangflixError('UnusableOutput', `${path}: was not made by langflix, and is not replaced`, {
    hint: 'Move it to another place, or choose another folder.',
  });
}

/**
 * Writes a file whole or not at all; one that is there is replaced only where langflix made it, also one that somebody
 * has put there in this very moment.
 *
 * @throws LangflixError what {@link checkReplaceable} throws
 */
export async function writeOwnFile(path: string, data: Uint8Array, isOwn: IsOwn): Promise<void> {
  const isThere = await checkReplaceable(path, isOwn);
  const temporary = `${path}.${uniqueSuffix()}${TEMPORARY_SUFFIX}`;
  try {
    await writeFile(temporary, data, { flag: 'wx' });
    await syncFile(temporary);
    if (isThere || !(await linkedAsNew(temporary, path, isOwn))) await rename(temporary, path);
  } catch (error) {
    throw unusable(error, path);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
  await syncFolder(dirname(path));
}

/** A rename would replace what has come meanwhile, a link does not. False: there are no links here, or it is our own. */
async function linkedAsNew(temporary: string, path: string, isOwn: IsOwn): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) await checkReplaceable(path, isOwn);
    return false;
  }
}
