import { access } from 'node:fs/promises';
import { LangflixError } from '../shared/errors.js';

/** Whether an error says that a file or its folder is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** A file of a run that was there a moment ago. Nothing is wrong with the episode. */
export function gone(path: string, cause?: unknown): LangflixError {
  return new LangflixError('Transient', `${path}: is gone; it was deleted while a run was using it`, {
    hint: 'Ask for the episode again: scenes that are in the cache are not made again.',
    cause,
  });
}

/** The first of these files or folders that is not there; null: all are. */
export async function firstMissing(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const error: unknown = await access(path).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (isMissing(error)) return path;
  }
  return null;
}
