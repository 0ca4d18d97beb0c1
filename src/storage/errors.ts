import { LangflixError } from '../shared/errors.js';

/** Quotas count as a full disk: the mend is the same. */
const FULL = new Set(['ENOSPC', 'EDQUOT']);
const NOT_WRITABLE = new Set(['EROFS', 'EACCES', 'EPERM']);
/** What network file systems, tired disks and crowded machines answer for a moment (errno(3)). */
const PASSING = new Set([
  'EIO',
  'EAGAIN',
  'ESTALE',
  'EBUSY',
  'EINTR',
  'EMFILE',
  'ENFILE',
  'ENOLCK',
  'ETIMEDOUT',
  'EHOSTDOWN',
  'EHOSTUNREACH',
]);

/** The system's short name of an error (`ENOENT`, ...), or null where the error is not the system's. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return /^E[A-Z0-9]+$/.test(error.code) ? error.code : null;
}

/** Whether the system answered with one of these names. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  const code = errorCode(error);
  return code !== null && codes.includes(code);
}

/**
 * What a failed read or write means for a person: `DiskFull`, `UnusableOutput` (no right to write, read-only) or
 * `Transient`. Errors that say nothing about a disk, and those that are a {@link LangflixError} already, come back as
 * they are.
 *
 * @param path the file or folder to name; the error's own path is more exact and wins
 */
export function storageError(error: unknown, path: string): unknown {
  if (error instanceof LangflixError || !(error instanceof Error)) return error;
  const code = errorCode(error);
  // A program that cannot be started fails with the same names, but is no matter of disks.
  if (code === null || isSpawnError(error)) return error;
  const place = 'path' in error && typeof error.path === 'string' ? error.path : path;
  if (FULL.has(code)) {
    return new LangflixError('DiskFull', `${place}: no space is left on this disk`, {
      hint: 'Free some space (langflix cleanup removes old work), then ask again: what is finished is kept.',
      cause: error,
    });
  }
  if (NOT_WRITABLE.has(code)) {
    const why = code === 'EROFS' ? 'the disk is read-only' : 'permission denied';
    return new LangflixError('UnusableOutput', `${place}: cannot be written (${why})`, {
      hint: 'Give langflix the right to write there, or choose another folder.',
      cause: error,
    });
  }
  if (PASSING.has(code)) {
    return new LangflixError('Transient', `${place}: the disk did not answer as it should (${code})`, {
      hint: 'langflix tries again by itself; if it goes on, check the disk or the network it is on.',
      cause: error,
    });
  }
  return error;
}

function isSpawnError(error: Error): boolean {
  return 'syscall' in error && typeof error.syscall === 'string' && error.syscall.startsWith('spawn');
}
