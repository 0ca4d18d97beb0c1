import { isAbsolute, relative, resolve } from 'node:path';
import { LangflixError } from '../../shared/errors.js';
import type { Home } from '../home.js';
import { unusable } from './output.js';
import { resolveLinks } from './place.js';

/** What belongs to the system on Linux, macOS and Windows. Links to them (`/bin`) are resolved before it is looked up. */
const SYSTEM_FOLDERS = [
  ...['bin', 'boot', 'dev', 'etc', 'lib', 'lib32', 'lib64', 'libx32', 'proc', 'sbin', 'sys'],
  ...['bin', 'include', 'lib', 'lib32', 'lib64', 'libexec', 'libx32', 'sbin', 'share'].map(
    (name) => `usr/${name}`,
  ),
  ...['System', 'Library', 'private/etc'],
].map((name) => `/${name}`);
const WINDOWS_FOLDER = /^[a-z]:\\(windows|program files( \(x86\))?)(\\|$)/i;
/** Memory as a disk: programs' own, and anybody's. */
const FREE_FOLDERS = ['/dev/shm'];

/**
 * Refuses a folder that nobody wants a study pack in, wherever its path leads by links: the system's, and langflix's own
 * home, where the cleanup would take it for work. Whoever can start a run names its output folder.
 *
 * @param target absolute; need not exist
 * @throws LangflixError `UnusableOutput`
 */
export async function assertOutputPlace(target: string, home: Pick<Home, 'root'>): Promise<void> {
  const asked = resolve(target);
  let real: string;
  let root: string;
  try {
    real = await resolveLinks(asked);
    root = await resolveLinks(home.root);
  } catch (error) {
    throw unusable(error, target);
  }
  const why = isSystem(real)
    ? 'belongs to the system'
    : isWithin(real, root)
      ? 'is in langflix’s own home'
      : isWithin(root, real)
        ? 'has langflix’s own home in it'
        : null;
  if (why === null) return;
  const shown = real === asked ? target : `${target} (which leads to ${real})`;
  throw new LangflixError('UnusableOutput', `${shown}: ${why}`, {
    hint: 'Choose a folder of your own with --out.',
  });
}

function isSystem(path: string): boolean {
  if (path === '/' || WINDOWS_FOLDER.test(path)) return true;
  if (FREE_FOLDERS.some((folder) => isWithin(path, folder))) return false;
  return path === '/usr' || SYSTEM_FOLDERS.some((folder) => isWithin(path, folder));
}

/** Whether a path is a folder or leads into it. Both absolute, links resolved. */
function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way.split(/[\\/]/)[0] !== '..');
}
