import { unlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { LangflixError } from '../shared/errors.js';
import { storageError } from './errors.js';
import { isStale, type LockHolder, readHolder, TOUCH_MS, touchByWriting } from './lock-holder.js';
import { takeLock } from './take-lock.js';

/** A lock that this process holds. */
export interface Lock {
  path: string;
  /** Whether it is still ours: another machine may have taken it while this process was stopped for minutes. */
  isHeld(): Promise<boolean>;
  /** Gives the lock up. Safe to call twice. */
  release(): Promise<void>;
}

/** Somebody else has the lock: who; null in the moment before they have written it down. */
export interface HeldBy {
  heldBy: LockHolder | null;
}

/**
 * Takes a lock by making its file, or says who has it; does not wait. The folder must exist. A lock whose holder is
 * dead (known by pid and start time on this machine, by silence on others) or whose file is a copy is taken over, by
 * one contender only.
 *
 * @param options.info anything JSON, for those who find the lock held
 * @throws LangflixError `DiskFull`, `UnusableOutput`, `Transient`
 */
export async function acquireLock(path: string, options: { info?: unknown } = {}): Promise<Lock | HeldBy> {
  try {
    const { token, holder } = await takeLock(path, options.info);
    return token === null ? { heldBy: holder } : held(path, token);
  } catch (error) {
    throw storageError(error, path);
  }
}

/** Whether {@link acquireLock} got the lock. */
export function isLock(outcome: Lock | HeldBy): outcome is Lock {
  return 'release' in outcome;
}

/** Who holds a lock now, or null: for those who only want to look. A stale lock is held by nobody. */
export async function lockHolder(path: string): Promise<LockHolder | null> {
  const holder = await readHolder(path);
  if (holder === null || holder === 'blank') return null;
  return (await isStale(path, holder)) ? null : holder;
}

/**
 * Does something while holding a lock, waiting for its turn.
 *
 * @param options.waitMs how long to wait at most, 30 s unless given
 * @throws LangflixError `Transient` where the lock was not free in time; the signal's reason where it aborts
 */
export async function withFileLock<T>(
  path: string,
  body: (lock: Lock) => Promise<T>,
  options: { info?: unknown; waitMs?: number; signal?: AbortSignal } = {},
): Promise<T> {
  const until = Date.now() + (options.waitMs ?? 30_000);
  for (;;) {
    options.signal?.throwIfAborted();
    const outcome = await acquireLock(path, { info: options.info });
    if (isLock(outcome)) {
      try {
        return await body(outcome);
      } finally {
        await outcome.release();
      }
    }
    if (Date.now() >= until) {
      const who = outcome.heldBy === null ? 'another process' : `process ${outcome.heldBy.pid}`;
      throw new LangflixError('Transient', `${path}: ${who} does not let go of this lock`, {
        hint: 'Wait until the other langflix process is done, or end it.',
      });
    }
    await delay(20 + Math.random() * 60, undefined, options.signal ? { signal: options.signal } : {});
  }
}

function held(path: string, token: string): Lock {
  const touching = setInterval(() => {
    touchByWriting(path).catch(() => undefined);
  }, TOUCH_MS);
  touching.unref();
  let released = false;
  const isHeld = async () => {
    if (released) return false;
    const holder = await readHolder(path);
    return holder !== null && holder !== 'blank' && holder.token === token;
  };
  return {
    path,
    isHeld,
    async release() {
      clearInterval(touching);
      if (await isHeld()) await unlink(path).catch(() => undefined);
      released = true;
    },
  };
}
