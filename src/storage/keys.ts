import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { LangflixError } from '../shared/errors.js';
import { hasCode } from './errors.js';
import type { Home } from './home.js';

/**
 * The storage key of a file in the home: its path under the home, with `/`. Keys are what travels through Temporal;
 * each worker makes its own path of them.
 *
 * @throws LangflixError `Internal` where the path is not under the home
 */
export function toKey(home: Home, absolutePath: string): string {
  const key = relative(home.root, absolutePath).split(sep).join('/');
  if (!isKey(key))
    throw new LangflixError('Internal', `${absolutePath} is not in langflix’s home ${home.root}`);
  return key;
}

/**
 * The absolute path of a storage key; the file need not exist.
 *
 * @throws LangflixError `InvalidInput` where the key is absolute, has `..` in it, or leads out of the home by a link
 */
export async function fromKey(home: Home, key: string): Promise<string> {
  if (!isKey(key)) throw outside(home, key);
  const path = join(home.root, ...key.split('/'));
  const [root, real] = await Promise.all([realpath(home.root), realpathOfNearest(path)]);
  if (real !== root && !real.startsWith(root + sep)) throw outside(home, key);
  return path;
}

function isKey(key: string): boolean {
  if (key === '' || isAbsolute(key) || /[\\\0]/.test(key) || /^[A-Za-z]:/.test(key)) return false;
  return key.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function outside(home: Home, key: string): LangflixError {
  return new LangflixError(
    'InvalidInput',
    `The storage key ${JSON.stringify(key)} leads out of ${home.root}`,
  );
}

/** Of the path, or of the nearest folder above it that exists. */
async function realpathOfNearest(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error;
    return await realpathOfNearest(dirname(path));
  }
}
