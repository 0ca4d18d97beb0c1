import { chmod, lstat } from 'node:fs/promises';
import { hasCode } from './errors.js';

const OTHERS = 0o077;

/**
 * Takes from everybody but their owner what they may do with a file or folder: those that an earlier version, a person
 * or another program has made are as open as the system makes them. What belongs to somebody else stays as it is, and so
 * does a link; where there is nothing, or no such thing as a mode, nothing happens.
 */
export async function makePrivate(path: string): Promise<void> {
  try {
    const { mode, uid } = await lstat(path).then((found) =>
      found.isSymbolicLink() ? { mode: 0, uid: -1 } : found,
    );
    if ((mode & OTHERS) === 0 || uid !== process.getuid?.()) return;
    await chmod(path, mode & 0o7777 & ~OTHERS);
  } catch (error) {
    // Some network file systems know no modes; a read-only one is refused where it is written to.
    if (!hasCode(error, 'ENOENT', 'EPERM', 'ENOTSUP', 'EROFS')) throw error;
  }
}
