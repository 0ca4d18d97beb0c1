import { mkdir, rename, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { LangflixError } from '../shared/errors.js';
import { goneOr } from './documents.js';
import { removeTree, uniqueSuffix } from './durable.js';
import { hasCode, storageError } from './errors.js';
import { type Home, trashOf } from './home.js';
import { checkId } from './ids.js';
import { MARKER, readMarker, writeMarker } from './marker.js';

/** `work/<run>`, absolute. Touches no disk. */
export function runFolder(home: Home, runId: string): string {
  return join(home.work, checkId('run id', runId));
}

/** `work/<run>/shared`, absolute: files by which a run's activities hand each other what is big. Touches no disk. */
export function sharedFolder(home: Home, runId: string): string {
  return join(runFolder(home, runId), 'shared');
}

export interface RunFolder {
  path: string;
  shared: string;
}

/**
 * Makes a run's folder, or finds it as it is, and notes that it is in use.
 *
 * @throws LangflixError `DiskFull`, `Transient`, `UnusableOutput`
 */
export async function openRunFolder(
  home: Home,
  run: { workflowId: string; runId: string },
): Promise<RunFolder> {
  const path = runFolder(home, run.runId);
  const shared = sharedFolder(home, run.runId);
  try {
    await mkdir(path, { mode: 0o700 }).catch(unlessExists);
    const marker = await readMarker(path);
    if (marker === null) await writeMarker(path, { kind: 'run', ...run });
    else if (marker.workflowId !== run.workflowId) {
      throw new LangflixError('Internal', `${path}: belongs to the workflow ${marker.workflowId}`);
    }
    await mkdir(shared, { mode: 0o700 }).catch(unlessExists);
  } catch (error) {
    throw goneOr(error, path);
  }
  await touchRun(home, run.runId);
  return { path, shared };
}

export interface AttemptFolder {
  path: string;
  /** Removes the folder. Nothing there is fine. `await using` does it by itself. */
  dispose(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * A fresh folder for one attempt of one activity, below a run folder that is open. Two attempts that overlap never
 * share one.
 *
 * @param attempt from 1
 * @throws LangflixError `Transient` where the run's folder is gone; `DiskFull`, `UnusableOutput`
 */
export async function attemptFolder(
  home: Home,
  runId: string,
  activityId: string,
  attempt: number,
): Promise<AttemptFolder> {
  const path = join(runFolder(home, runId), `${checkId('activity id', activityId)}-${attempt}`);
  try {
    await removeTree(path);
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    throw goneOr(error, path);
  }
  await touchRun(home, runId);
  const dispose = () => removeTree(path);
  return { path, dispose, [Symbol.asyncDispose]: dispose };
}

/** Notes that a run is in use now, for cleanup by age. A run without a folder is fine. */
export async function touchRun(home: Home, runId: string): Promise<void> {
  const now = new Date();
  await utimes(join(runFolder(home, runId), MARKER), now, now).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw storageError(error, runFolder(home, runId));
  });
}

/** Removes a run's folder: gone under its name at once, then bit by bit. Nothing there is fine. */
export async function removeRunFolder(home: Home, runId: string): Promise<void> {
  const path = runFolder(home, runId);
  const trash = join(trashOf(home.work), `${runId}-${uniqueSuffix()}`);
  try {
    await rename(path, trash);
    await removeTree(trash);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw storageError(error, path);
    // No such run, or no trash folder: then without it.
    await removeTree(path);
  }
}

function unlessExists(error: unknown): void {
  if (!hasCode(error, 'EEXIST')) throw error;
}
