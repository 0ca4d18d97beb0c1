import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LangflixError } from '../../shared/errors.js';
import { makeFolders } from '../durable.js';
import { errorCode, hasCode, storageError } from '../errors.js';
import { tryWriting } from '../try-writing.js';
import { readOwner } from './owner.js';
import { type PackManifest, readPack, topEntries, verifyPack } from './pack.js';
import { isThere, type Place, placeOf, unlessAbsent } from './place.js';
import { recoverPublishing } from './recover.js';

/** What a run finds at its output folder. */
export interface OutputState {
  /** `own-pack` and `other-pack`: a study pack of the same request, of another one. */
  state: 'absent' | 'empty' | 'own-pack' | 'other-pack';
  /** The pack's, null without one. */
  manifest: PackManifest | null;
  /** Whether all of the pack's files are there as they were made. */
  whole: boolean;
}

const HINT = 'Choose another folder with --out.';
/** A claim of a run that never ended in any way (its server was lost) does not bar a name for longer. */
const CLAIM_COUNTS_MS = 24 * 60 * 60_000;

/**
 * Looks whether a study pack can be published to a folder, by really making and removing a file there, before any
 * work is done. Leaves nothing behind.
 *
 * @throws LangflixError `UnusableOutput` where it cannot be written, is a file, holds files that langflix did not
 *   make, or a pack in which a person has added or changed files; `DiskFull`, `Transient`
 */
export async function checkOutput(target: string, request: { workflowId: string }): Promise<OutputState> {
  await recoverPublishing(target);
  try {
    const place = await placeOf(target);
    const found = await inspect(place, request.workflowId);
    await tryPlace(place);
    return found;
  } catch (error) {
    throw unusable(error, target);
  }
}

/**
 * The first of `base`, `base-2`, `base-3` ... that is absent, empty, or holds a pack of the same request, and that no
 * other request has claimed in the last day.
 *
 * @param workflowIdFor the request's workflow id, if its pack went to `folder`
 * @throws LangflixError `UnusableOutput` where there is none among the first thousand
 */
export async function freeOutputFolder(
  base: string,
  workflowIdFor: (folder: string) => Promise<string> | string,
): Promise<string> {
  for (let n = 1; n <= 1000; n += 1) {
    const folder = n === 1 ? base : `${base}-${n}`;
    if (await isFreeFor(folder, await workflowIdFor(folder))) return folder;
  }
  throw new LangflixError('UnusableOutput', `${base}: this name and its numbers up to 1000 are taken`, {
    hint: HINT,
  });
}

async function isFreeFor(folder: string, workflowId: string): Promise<boolean> {
  try {
    await recoverPublishing(folder);
    const place = await placeOf(folder);
    const owner = await readOwner(place);
    const isRecent = owner !== null && Date.now() - owner.startedAtMs < CLAIM_COUNTS_MS;
    if (isRecent && owner.workflowId !== workflowId) return false;
    if (!place.exists) return true;
    if (!(await stat(place.target)).isDirectory()) return false;
    if ((await topEntries(place.target)).length === 0) return true;
    return (await readPack(place.target))?.manifest.workflowId === workflowId;
  } catch (error) {
    // A folder that cannot be looked into, or a link to nothing, is not free; everything else is said in checkOutput.
    if (error instanceof LangflixError && error.kind === 'UnusableOutput') return false;
    if (hasCode(error, 'EACCES', 'EPERM')) return false;
    throw unusable(error, folder);
  }
}

/**
 * What stands at a place; refuses what must not be replaced.
 *
 * @throws LangflixError `UnusableOutput`
 */
export async function inspect(place: Place, workflowId: string): Promise<OutputState> {
  const { target } = place;
  const found = await stat(target).catch(unlessAbsent);
  if (found === null) return { state: 'absent', manifest: null, whole: false };
  if (!found.isDirectory())
    throw new LangflixError('UnusableOutput', `${target}: is a file, not a folder`, { hint: HINT });
  const entries = await topEntries(target);
  if (entries.length === 0) return { state: 'empty', manifest: null, whole: false };
  const pack = await readPack(target);
  if (pack === null) {
    throw new LangflixError(
      'UnusableOutput',
      `${target}: holds files that langflix did not make (${some(entries.sort())})`,
      { hint: HINT },
    );
  }
  const { whole, changed, added } = await verifyPack(target, { deep: true });
  if (changed.length + added.length > 0) {
    const what = [
      ...(changed.length > 0 ? [`changed: ${some(changed)}`] : []),
      ...(added.length > 0 ? [`added: ${some(added)}`] : []),
    ];
    throw new LangflixError(
      'UnusableOutput',
      `${target}: this study pack has been worked on and is not replaced (${what.join('; ')})`,
      { hint: `Move those files to another place, or choose another folder with --out.` },
    );
  }
  const state = pack.manifest.workflowId === workflowId ? 'own-pack' : 'other-pack';
  return { state, manifest: pack.manifest, whole };
}

/**
 * Makes a folder for files that are put there one by one, and those above it.
 *
 * @throws LangflixError `UnusableOutput`, `DiskFull`, `Transient`
 */
export async function makeOutputFolder(path: string, mode = 0o777): Promise<void> {
  await makeFolders(path, mode).catch((error: unknown) => {
    throw unusable(error, path);
  });
}

/** Tries to write where a pack would be written; above it, as far as folders would have to be made first. */
export async function tryPlace(place: Place): Promise<void> {
  if (place.exists) await tryWriting(place.target);
  if (place.isInside) return;
  let folder = place.folder;
  while (!(await isThere(folder)) && dirname(folder) !== folder) folder = dirname(folder);
  await tryWriting(folder);
}

/** Whatever the system has against a folder, a person must choose another one. */
export function unusable(error: unknown, target: string): unknown {
  const known = storageError(error, target);
  const code = errorCode(known);
  if (known instanceof LangflixError || code === null) return known;
  const why = hasCode(known, 'ENOTDIR', 'EEXIST') ? 'a file is in the way' : code;
  return new LangflixError('UnusableOutput', `${target}: cannot be made or written (${why})`, {
    hint: HINT,
    cause: error,
  });
}

function some(names: string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
