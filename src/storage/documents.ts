import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { LangflixError } from '../shared/errors.js';
import { writeFileAtomic } from './durable.js';
import { hasCode, storageError } from './errors.js';
import type { Home } from './home.js';
import { fromKey } from './keys.js';

/**
 * Reads a JSON file of the home and checks it.
 *
 * @throws LangflixError `Transient` where the file is not there; `Internal` where it is not what it should be
 */
export async function readJson<T>(home: Home, key: string, schema: z.ZodType<T>): Promise<T> {
  const path = await fromKey(home, key).catch((error: unknown) => Promise.reject(goneOr(error, key)));
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw goneOr(error, path);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new LangflixError('Internal', `${path}: is not JSON; another program has changed it`, { cause });
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new LangflixError(
    'Internal',
    `${path}: is not what langflix wrote (${issue?.path.join('.') || 'the whole'}: ${issue?.message})`,
    { cause: checked.error },
  );
}

/**
 * Writes a JSON file of the home: whole or not at all, also when the machine dies. Its folder must exist.
 *
 * @throws LangflixError `DiskFull`, `Transient` (among others where the folder is gone)
 */
export async function writeJson(home: Home, key: string, value: unknown): Promise<void> {
  const path = await fromKey(home, key).catch((error: unknown) => Promise.reject(goneOr(error, key)));
  try {
    await writeFileAtomic(path, `${JSON.stringify(value)}\n`);
  } catch (error) {
    throw goneOr(error, path);
  }
}

/** A file or folder that should be there and is not: somebody deleted it while a run was using it. */
export function goneOr(error: unknown, path: string): unknown {
  if (!hasCode(error, 'ENOENT')) return storageError(error, path);
  return new LangflixError('Transient', `${path}: is gone; it was deleted while a run was using it`, {
    hint: 'Ask for the episode again: scenes that are in the cache are not made again.',
    cause: error,
  });
}
