import { basename, dirname, join } from 'node:path';
import { LangflixError } from '../../shared/errors.js';
import { makeFolders, syncTree, uniqueSuffix } from '../durable.js';
import { withFileLock } from '../file-lock.js';
import { checkId } from '../ids.js';
import { superseded } from './claim.js';
import { type Journal, readJournal, writeJournal } from './journal.js';
import { inspect, unusable } from './output.js';
import { readOwner } from './owner.js';
import { readPack, topEntries, verifyPack } from './pack.js';
import { isThere, type Place, placeOf, stagingPrefix } from './place.js';
import { recoverLocked } from './recover.js';
import { carryOut, removePack, type StepHook } from './replace.js';

/**
 * Makes a fresh folder beside the target (in it, where the target is a mount) for an attempt to put a pack together.
 *
 * @throws LangflixError `UnusableOutput`, `DiskFull`, `Transient`
 */
export async function stagingFolder(target: string, runId: string): Promise<string> {
  try {
    const place = await placeOf(target);
    const path = join(place.folder, `${stagingPrefix(place, runId)}${uniqueSuffix()}`);
    await makeFolders(path);
    return path;
  } catch (error) {
    throw unusable(error, target);
  }
}

export interface Publishing {
  /** From {@link stagingFolder}, with a whole pack in it; gone afterwards. */
  staged: string;
  target: string;
  workflowId: string;
  runId: string;
  /** Called before each step with its name; for tests that end the process there. */
  step?: StepHook;
}

/**
 * Puts a staged pack in the target's place, so that a crash at any moment leaves wholly the old or wholly the new one
 * (after `recoverPublishing`). Done already by an earlier attempt of the same run is fine.
 *
 * @throws LangflixError `Superseded` where the run does not own the target any more; `UnusableOutput` where a person
 *   has worked on the old pack meanwhile, among others; `DiskFull`, `Transient`; `Internal` where the staged pack is
 *   not what its manifest says
 */
export async function publishPack({
  staged,
  target,
  workflowId,
  runId,
  step = () => {},
}: Publishing): Promise<void> {
  try {
    checkId('run id', runId);
    const { lock } = await placeOf(target);
    await makeFolders(dirname(lock));
    await withFileLock(lock, async ({ isHeld }) => {
      await recoverLocked(await placeOf(target));
      // Only now: recovery may have put the old pack back.
      const place = await placeOf(target);
      if (await isAlreadyPublished(place, { workflowId, runId, staged })) return;
      await inspect(place, workflowId);
      await checkStaged(staged, { workflowId, runId });
      await step('sync');
      await syncTree(staged);
      await step('write the journal');
      if (!(await isHeld())) throw superseded(place, null);
      const journal: Journal = {
        product: 'langflix',
        workflowId,
        runId,
        staged: basename(staged),
        hadOld: place.exists,
        direction: 'forward',
        phase: place.isInside ? 'bring' : 'swap',
        oldEntries: place.isInside ? await topEntries(place.target) : [],
      };
      await writeJournal(place, journal);
      try {
        await carryOut(place, journal, step);
      } catch (error) {
        if (!(await undo(place, journal))) throw error;
      }
    });
  } catch (error) {
    throw unusable(error, target);
  }
}

/**
 * After a step has failed, on a full disk for instance: puts the old pack back. Where the new one is in place already
 * and only tidying failed, that is no failure; the journal stays, and the next recovery tidies.
 *
 * @returns whether the new pack is in place
 */
async function undo(place: Place, journal: Journal): Promise<boolean> {
  try {
    const now = await readJournal(place);
    if (now !== null) return await carryOut(place, { ...now, direction: 'back' });
  } catch {
    // The first error says more than this one.
  }
  return (await readPack(place.target))?.manifest.runId === journal.runId;
}

/** @throws LangflixError `Superseded` where the target is not this run's (any more) */
async function isAlreadyPublished(
  place: Place,
  { workflowId, runId, staged }: Pick<Publishing, 'workflowId' | 'runId' | 'staged'>,
): Promise<boolean> {
  const owner = await readOwner(place);
  if (owner?.runId === runId) return false;
  const pack = await readPack(place.target);
  const isOurs = pack?.manifest.runId === runId && pack.manifest.workflowId === workflowId;
  // The claim was lost with the folder it stood in: where there is nothing, nobody has taken over.
  if (!isOurs && owner === null && (await topEntries(place.target)).length === 0) return false;
  await removePack(staged);
  if (isOurs) return true;
  throw superseded(place, owner ?? pack?.manifest ?? null);
}

async function checkStaged(staged: string, run: { workflowId: string; runId: string }): Promise<void> {
  const pack = await readPack(staged);
  const { missing, changed, added } = await verifyPack(staged);
  const wrong = [...missing, ...changed, ...added];
  if (
    pack !== null &&
    wrong.length === 0 &&
    pack.manifest.runId === run.runId &&
    pack.manifest.workflowId === run.workflowId
  ) {
    return;
  }
  if (!(await isThere(staged))) {
    throw new LangflixError('Transient', `${staged}: is gone; it was deleted while a run was using it`, {
      hint: 'langflix puts the study pack together once more.',
    });
  }
  const what = pack === null ? 'no manifest' : wrong.join(', ') || 'a manifest of another run';
  throw new LangflixError('Internal', `${staged}: the study pack was not put together whole (${what})`);
}
