import { link, lstat, open, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from './errors.js';
import { CLAIM_SUFFIX, describeSelf, isStale, type LockHolder, readHolder } from './lock-holder.js';

/** Ends the names of locks on the right to remove a stale lock. */
const BREAKER_SUFFIX = '.breaker';
/** So long somebody may take over the removal of a stale lock; only a stopped process needs longer. */
const BREAKING_MS = 10_000;

/** Taken: our token. Held: by whom; null where that is not known. */
type Outcome = { token: string; holder: null } | { token: null; holder: LockHolder | null };

/**
 * Takes a lock, or says who has it; does not wait for who has it. A stale one is removed first.
 *
 * The removal is where such locks go wrong: of two contenders that both saw the stale lock, the slower one would
 * remove what the faster one has taken meanwhile. So removing needs a lock of its own, named after the token of the
 * stale one (and taken over in the same way if its holder dies): under it, nobody else can remove or replace the
 * stale lock between a last look at its token and its removal, and tokens never come again.
 */
export async function takeLock(path: string, info: unknown): Promise<Outcome> {
  const until = Date.now() + BREAKING_MS;
  for (;;) {
    const holder = await readHolder(path);
    if (holder === null) {
      const token = await create(path, info);
      if (token === null) continue;
      await sweep(path);
      return { token, holder: null };
    }
    if (!(await isStale(path, holder))) return { token: null, holder: holder === 'blank' ? null : holder };
    if (Date.now() > until) return { token: null, holder: null };
    await removeStale(path, holder);
  }
}

/** Makes the lock file, with all that it says in it from its first moment. Null where there is one already. */
async function create(path: string, info: unknown): Promise<string | null> {
  const self = await describeSelf(path, info);
  const claim = `${path}.${self.token}${CLAIM_SUFFIX}`;
  try {
    const file = await open(claim, 'wx', 0o644);
    try {
      const { ino } = await file.stat({ bigint: true });
      await file.writeFile(`${JSON.stringify({ ...self, ino: String(ino) })}\n`);
    } finally {
      await file.close();
    }
    await link(claim, path);
    return self.token;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return null;
    if (!hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw error;
    return await createWithoutLinks(path, self);
  } finally {
    await rm(claim, { force: true });
  }
}

/** For file systems without hard links (exFAT, some network shares): for a moment, the file says nothing. */
async function createWithoutLinks(path: string, self: LockHolder): Promise<string | null> {
  try {
    await writeFile(path, `${JSON.stringify(self)}\n`, { flag: 'wx' });
    return self.token;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return null;
    throw error;
  }
}

async function removeStale(path: string, stale: LockHolder | 'blank'): Promise<void> {
  const name = await nameOf(path, stale);
  if (name === null) return;
  const breaker = `${path}.${name}${BREAKER_SUFFIX}`;
  const { token } = await takeLock(breaker, null);
  if (token === null) {
    await delay(1 + Math.random() * 10);
    return;
  }
  try {
    const now = await readHolder(path);
    if (now !== null && (await nameOf(path, now)) === name) await rm(path, { force: true });
  } finally {
    await rm(breaker, { force: true });
  }
}

/** What tells this lock file from all others that have ever borne its name. */
async function nameOf(path: string, holder: LockHolder | 'blank'): Promise<string | null> {
  if (holder !== 'blank') return holder.token;
  const file = await lstat(path, { bigint: true }).catch(() => null);
  return file === null ? null : `blank-${file.ino}-${file.mtimeNs}`;
}

/** Removes what contenders that died have left. Only while holding the lock: then no breaker means anything any more. */
async function sweep(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(`${basename(path)}.`)) continue;
    if (!name.endsWith(CLAIM_SUFFIX) && !name.endsWith(BREAKER_SUFFIX)) continue;
    const leftover = join(dirname(path), name);
    const holder = await readHolder(leftover);
    if (holder !== null && (await isStale(leftover, holder))) await rm(leftover, { force: true });
  }
}
