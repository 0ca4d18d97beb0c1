import { randomBytes } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode } from './errors.js';

/** Ends the names of half-written files; what bears it and has no writer any more may go. */
export const TEMPORARY_SUFFIX = '.langflix-tmp';

/** Eight characters that no other file beside this one has. */
export function uniqueSuffix(): string {
  return randomBytes(4).toString('hex');
}

/** Waits until a file's bytes are on the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until a folder's names are on the disk, where the system can do that (Windows cannot). */
export async function syncFolder(path: string): Promise<void> {
  try {
    await syncFile(path);
  } catch (error) {
    if (!hasCode(error, 'EISDIR', 'EPERM', 'EINVAL', 'EACCES', 'ENOTSUP')) throw error;
  }
}

/** {@link syncFile} and {@link syncFolder} for everything below a folder, leaves first. Links are left alone. */
export async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path);
    else if (entry.isFile()) await syncFile(path);
  }
  await syncFolder(folder);
}

/**
 * Writes a file so that after a crash at any moment either the old or the new bytes are there, never a part.
 * The folder must exist.
 */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${uniqueSuffix()}${TEMPORARY_SUFFIX}`;
  try {
    const file = await open(temporary, 'wx', 0o644);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Copies one file's bytes (shared with the source where the file system can, so that it costs no space). */
export async function copyBytes(source: string, target: string): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
}

/** What file systems without hard links, or at the end of theirs, answer to link(2). */
const NO_LINK = ['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EACCES'];

/** A second name for a file, or a copy where there is no such thing. Fails with `EEXIST` when the name is taken. */
export async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if (!hasCode(error, ...NO_LINK)) throw error;
    await copyBytes(source, target);
  }
}

/** Moves a file or folder; across file systems by a synced copy, so that the source goes last. */
export async function move(source: string, target: string): Promise<void> {
  try {
    await rename(source, target);
  } catch (error) {
    if (!hasCode(error, 'EXDEV')) throw error;
    await copyTree(source, target);
    await rm(source, { recursive: true, force: true });
  }
}

/** Copies a file or a folder with regular files and folders in it, synced. Nothing may stand at the target. */
export async function copyTree(source: string, target: string): Promise<void> {
  const entries = await listFolder(source);
  if (entries === null) {
    await copyBytes(source, target);
    return await syncFile(target);
  }
  await mkdir(target);
  for (const entry of entries) await copyTree(join(source, entry.name), join(target, entry.name));
  await syncFolder(target);
}

async function listFolder(path: string): Promise<Dirent[] | null> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (hasCode(error, 'ENOTDIR')) return null;
    throw error;
  }
}

/** Removes a file or folder with all that is in it; links go, what they point to stays. Nothing there is fine. */
export async function removeTree(path: string): Promise<void> {
  // Retries: a virus scanner or a writer that is just ending may hold or add a file for a moment.
  await rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
}

/**
 * Makes a folder and those above it that are missing. Not by `mkdir`'s own `recursive`, which never comes back where
 * a file system refuses with ENOENT in a folder that exists, as /proc does (measured on Node 20.20).
 *
 * @returns the topmost folder that was made, or null where all were there
 */
export async function makeFolders(path: string, mode = 0o777): Promise<string | null> {
  const make = async (): Promise<boolean> => {
    try {
      await mkdir(path, { mode });
      return true;
    } catch (error) {
      if (hasCode(error, 'EEXIST') && (await stat(path)).isDirectory()) return false;
      throw error;
    }
  };
  try {
    return (await make()) ? path : null;
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error;
    const topmost = await makeFolders(dirname(path), mode);
    return (await make()) ? (topmost ?? path) : topmost;
  }
}
