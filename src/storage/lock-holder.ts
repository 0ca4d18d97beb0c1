import { randomUUID } from 'node:crypto';
import { constants, readlinkSync } from 'node:fs';
import { lstat, open, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import { readControlFile } from './control-file.js';
import { isSameProcessAlive, ownIdentity, processIdentitySchema } from './process-identity.js';

/** Ends the names of files that become a lock, or were written to learn the time. */
export const CLAIM_SUFFIX = '.claim';
/** A holder touches its lock so often, for those who cannot see its process. */
export const TOUCH_MS = 5_000;
/** Holders on other machines (or in other containers) that were silent for so long are taken for dead. */
export const SILENT_MS = 120_000;
/** A lock file that says nothing is being written just now; if it still says nothing after this, nobody is. */
const BLANK_MS = 5_000;

const holderSchema = processIdentitySchema.extend({
  /** Part of a file's name. */
  token: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  /** Where its pid means something: the host's name and, on Linux, the pid namespace. */
  host: z.string(),
  /** The lock file itself: a copied folder holds copies of its locks, which hold nothing. */
  ino: z.string().nullable(),
  folder: z.string(),
  acquiredAt: z.string(),
  /** Whatever the holder wanted to say of itself. */
  info: z.unknown(),
});
/** Who holds a lock. */
export type LockHolder = z.infer<typeof holderSchema>;

/** This process as a holder; `ino` is filled in by who makes the file. */
export async function describeSelf(path: string, info: unknown): Promise<LockHolder> {
  return {
    ...(await ownIdentity()),
    token: randomUUID(),
    host: thisHost(),
    ino: null,
    folder: await realpath(dirname(path)),
    acquiredAt: new Date().toISOString(),
    info: info ?? null,
  };
}

/** What a lock file says, `'blank'` where it says nothing readable, null where there is none. */
export async function readHolder(path: string): Promise<LockHolder | 'blank' | null> {
  const text = await readControlFile(path);
  if (text === null) return null;
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return 'blank';
  }
}

/** Whether whoever wrote a lock file can no longer be holding it. A lock that is gone is not stale. */
export async function isStale(path: string, holder: LockHolder | 'blank'): Promise<boolean> {
  // Of a link itself: one that leads to nothing would be held for ever by nobody.
  const file = await lstat(path, { bigint: true }).catch(() => null);
  if (file === null) return false;
  const silentMs = async () => (await fileSystemTimeMs(path)) - Number(file.mtimeMs);
  if (holder === 'blank') return (await silentMs()) > BLANK_MS;
  // Both must differ: a folder seen through two mounts has two names, some file systems change their inode numbers.
  const isCopy =
    holder.ino !== null &&
    holder.ino !== String(file.ino) &&
    holder.folder !== (await realpath(dirname(path)));
  if (isCopy) return true;
  if (holder.host !== thisHost()) return (await silentMs()) > SILENT_MS;
  return !(await isSameProcessAlive(holder));
}

/** What a file written beside the lock is dated: machines that share a disk may disagree with it on the time. */
async function fileSystemTimeMs(path: string): Promise<number> {
  const probe = `${path}.${randomUUID()}${CLAIM_SUFFIX}`;
  try {
    await writeFile(probe, '', { flag: 'wx' });
    return (await stat(probe)).mtimeMs;
  } catch {
    // Somebody who may only look, on a read-only disk for instance.
    return Date.now();
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

function thisHost(): string {
  if (process.platform !== 'linux') return hostname();
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/**
 * Gives a lock file a new modification time, by writing its last byte, a line feed, anew: so the time is the file
 * system's own.
 */
export async function touchByWriting(path: string): Promise<void> {
  const file = await open(path, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
  try {
    const { size } = await file.stat();
    await file.write('\n', Math.max(0, size - 1));
  } finally {
    await file.close();
  }
}
