import { rmdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { LangflixError } from '../../shared/errors.js';
import { makeFolders } from '../durable.js';
import { hasCode } from '../errors.js';
import { withFileLock } from '../file-lock.js';
import { readJournal, writeJournal } from './journal.js';
import { inspect, type OutputState, tryPlace, unusable } from './output.js';
import { type Owner, readOwner, removeOwner, writeOwner } from './owner.js';
import { anyStagingPrefix, entriesBeginning, isThere, type Place, placeOf, stagingPrefix } from './place.js';
import { recoverLocked } from './recover.js';
import { carryOut, removePack } from './replace.js';

/** A run that wants to publish. */
export interface Claimant {
  workflowId: string;
  runId: string;
  /** When the run started, ms since 1970; now, unless given. Orders two claims whose calls come late. */
  startedAtMs?: number;
}

/**
 * Takes an output folder for a run: of several runs the newest has it, and only that one can publish. Checks what
 * `checkOutput` checks and makes the folders above the target.
 *
 * @throws LangflixError `Superseded` where a newer run has it; all that `checkOutput` throws
 */
export async function claimOutput(target: string, claimant: Claimant): Promise<OutputState> {
  const { workflowId, runId, startedAtMs = Date.now() } = claimant;
  try {
    const before = await placeOf(target);
    // Refused before anything is made.
    await inspect(before, workflowId).catch(unlessHalfDone(before));
    await tryPlace(before);
    const madeFolder = await makeFolders(before.folder);
    try {
      return await withFileLock(before.lock, () =>
        claimLocked(target, { workflowId, runId, startedAtMs }, madeFolder),
      );
    } catch (error) {
      if (madeFolder !== null) await removeEmpty(before.folder, madeFolder);
      throw error;
    }
  } catch (error) {
    throw unusable(error, target);
  }
}

async function claimLocked(
  target: string,
  { workflowId, runId, startedAtMs }: Required<Claimant>,
  madeFolder: string | null,
): Promise<OutputState> {
  await recoverLocked(await placeOf(target));
  // Only now: recovery may have put the old pack back.
  const place = await placeOf(target);
  const found = await inspect(place, workflowId);
  const owner = await readOwner(place);
  if (owner !== null && owner.runId !== runId && owner.startedAtMs > startedAtMs)
    throw superseded(place, owner);
  await writeOwner(place, {
    workflowId,
    runId,
    startedAtMs,
    madeFolder: madeFolder ?? owner?.madeFolder ?? null,
  });
  const isOwn = stagedBy(place, runId);
  await removeStagings(place, (path) => !isOwn(path));
  return found;
}

/** Between two steps of a publishing that died, a target may look like a stranger's. */
function unlessHalfDone(place: Place): (error: unknown) => Promise<void> {
  return async (error) => {
    if (!(await isThere(place.journal))) throw error;
  };
}

/**
 * Gives up a run's claim and removes what it has staged: for runs that failed or were cancelled, and harmless after
 * one that has published. A publishing that died half-way is undone, if its pack is not in place already.
 *
 * @throws LangflixError `UnusableOutput`, `DiskFull`, `Transient`; never for what is not there
 */
export async function discardStaging(target: string, runId: string): Promise<void> {
  try {
    const place = await placeOf(target);
    if ((await entriesBeginning(place, place.prefix)).length === 0) return;
    const given = await withFileLock(place.lock, () => giveUp(place, runId)).catch(async (error: unknown) => {
      if (!(error instanceof LangflixError && error.kind === 'DiskFull')) throw error;
      // Not even the lock's few bytes fit, so nobody holds it, and nobody can publish: what is the run's own can go.
      if (await isThere(place.journal)) throw error;
      await removeStagings(place, stagedBy(place, runId));
      return await removeOwner(place, runId);
    });
    if (given?.madeFolder) await removeEmpty(place.folder, given.madeFolder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw unusable(error, target);
  }
}

async function giveUp(place: Place, runId: string): Promise<Owner | null> {
  const journal = await readJournal(place);
  if (journal !== null && journal.runId === runId) {
    // Written down first, so that a crash from here on does not turn it round again.
    await writeJournal(place, { ...journal, direction: 'back' });
    await carryOut(place, { ...journal, direction: 'back' });
  }
  await recoverLocked(place);
  await removeStagings(place, stagedBy(place, runId));
  return await removeOwner(place, runId);
}

function stagedBy(place: Place, runId: string): (path: string) => boolean {
  const prefix = stagingPrefix(place, runId);
  return (path) => basename(path).startsWith(prefix);
}

async function removeStagings(place: Place, isMeant: (path: string) => boolean): Promise<void> {
  for (const path of await entriesBeginning(place, anyStagingPrefix(place))) {
    if (isMeant(path)) await removePack(path);
  }
}

/** Removes a folder and those above it, up to the topmost one that was made for the run, as long as they are empty. */
async function removeEmpty(folder: string, topmost: string): Promise<void> {
  for (let path = folder; path.startsWith(topmost); path = dirname(path)) {
    try {
      await rmdir(path);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) continue;
      return;
    }
  }
}

/** A newer run has the target. */
export function superseded(place: Place, by: { workflowId: string; runId: string } | null): LangflixError {
  const whom = by === null ? 'another run' : `run ${by.runId} of ${by.workflowId}`;
  return new LangflixError('Superseded', `${place.target}: ${whom} has taken over this folder`, {
    hint: 'Look at what is there now; ask again, perhaps with another --out, to make this one anew.',
  });
}
