import { chmod, chown, lstat, mkdir, readdir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { LangflixError } from '../../shared/errors.js';
import { copyTree, removeTree, syncFolder } from '../durable.js';
import { hasCode } from '../errors.js';
import { type Journal, writeJournal } from './journal.js';
import { removeOwner } from './owner.js';
import { MANIFEST, readPack, topEntries, verifyPack } from './pack.js';
import {
  CONTROL_PREFIX,
  entriesBeginning,
  isThere,
  type Place,
  stagingPrefix,
  unlessAbsent,
} from './place.js';

/** Called before each step by name; tests end the process there. */
export type StepHook = (name: string) => void | Promise<void>;

/** What says that a folder cannot be renamed away: it is a mount, in use, or its parent is not ours. */
const NOT_RENAMABLE = ['EBUSY', 'EXDEV', 'EPERM', 'EACCES', 'EINVAL'];

/**
 * Brings what a journal says to its end, from wherever it stopped: each step looks first whether it was done. Only
 * while holding the place's lock.
 *
 * @returns whether the target now holds the journal's run's pack
 */
export async function carryOut(place: Place, journal: Journal, step: StepHook = () => {}): Promise<boolean> {
  const done =
    journal.phase === 'swap' ? await swap(place, journal, step) : await moveFiles(place, journal, step);
  await step('clear up');
  await clearUp(place, journal, done, step);
  return done;
}

async function swap(place: Place, journal: Journal, step: StepHook): Promise<boolean> {
  const staged = join(place.folder, journal.staged);
  const aside = asideOf(place, journal);
  if (await holdsRun(place.target, journal)) return true;
  if (journal.direction === 'back' || !(await isWholePack(staged, journal))) {
    if ((await isThere(aside)) && !(await isThere(place.target))) await rename(aside, place.target);
    await syncFolder(place.folder);
    return false;
  }
  if (journal.hadOld && !(await isThere(aside)) && (await isThere(place.target))) {
    await step('move the old pack aside');
    try {
      await takeOver(place.target, staged);
      await rename(place.target, aside);
    } catch (error) {
      if (!hasCode(error, ...NOT_RENAMABLE)) throw error;
      const byFiles: Journal = { ...journal, phase: 'bring', oldEntries: await topEntries(place.target) };
      await writeJournal(place, byFiles);
      return await moveFiles(place, byFiles, step);
    }
  }
  await step('move the new pack in');
  await makeWay(place);
  await rename(staged, place.target);
  await syncFolder(place.folder);
  return true;
}

/** The new folder gets the rights that its owner gave to the one it replaces. */
async function takeOver(target: string, staged: string): Promise<void> {
  const { mode, uid, gid } = await lstat(target);
  await chmod(staged, mode & 0o7777);
  await chown(staged, uid, gid).catch(() => undefined);
}

/** Between the two renames anyone may make a folder of the target's name; only an empty one may go. */
async function makeWay(place: Place): Promise<void> {
  await rmdir(place.target).catch((cause: unknown) => {
    if (hasCode(cause, 'ENOENT')) return;
    throw new LangflixError(
      'UnusableOutput',
      `${place.target}: was made by someone else while langflix published`,
      {
        hint: 'Move it away, then ask again.',
        cause,
      },
    );
  });
}

async function moveFiles(place: Place, journal: Journal, step: StepHook): Promise<boolean> {
  const incoming = incomingOf(place, journal);
  const old = asideOf(place, journal);
  let { phase } = journal;
  const enter = async (next: Journal['phase']) => {
    phase = next;
    await writeJournal(place, { ...journal, phase });
  };

  // Once new files are in, old and new cannot be told apart by name: from there it only goes forward.
  if (phase !== 'in' && (journal.direction === 'back' || !(await isComing(place, journal, phase)))) {
    await moveAll(old, place.target, (await readdir(old).catch(unlessAbsent)) ?? []);
    return await holdsRun(place.target, journal);
  }
  if (phase === 'bring') {
    if (!place.isInside) {
      await step('copy the new pack over');
      await removeTree(incoming);
      await copyTree(join(place.folder, journal.staged), incoming);
      await syncFolder(place.target);
    }
    await enter('aside');
  }
  if (phase === 'aside') {
    await step('take the old files out');
    await mkdir(old, { recursive: true });
    // Without its manifest a folder is no pack: nobody takes the mixture for one.
    await moveAll(place.target, old, manifestFirst(journal.oldEntries), step);
    await step('begin to put files in');
    await enter('in');
  }
  await moveAll(incoming, place.target, manifestFirst(await topEntries(incoming)).reverse(), step);
  return await holdsRun(place.target, journal);
}

function manifestFirst(names: string[]): string[] {
  return [...names.filter((name) => name === MANIFEST), ...names.filter((name) => name !== MANIFEST)];
}

/** Moves entries by name; those that are gone were moved before. */
async function moveAll(from: string, to: string, names: string[], step: StepHook = () => {}): Promise<void> {
  for (const name of names) {
    await step(`move ${name}`);
    await rename(join(from, name), join(to, name)).catch(unlessAbsent);
  }
  if (await isThere(from)) await syncFolder(from);
  await syncFolder(to);
}

/** The old pack's place while the new one comes in. */
function asideOf(place: Place, journal: Journal): string {
  if (journal.phase === 'swap') return join(place.folder, `${place.prefix}old-${journal.runId}`);
  return join(place.target, `${CONTROL_PREFIX}old-${journal.runId}`);
}

/** Where the new files are on the target's own file system. */
function incomingOf(place: Place, journal: Journal): string {
  if (place.isInside) return join(place.folder, journal.staged);
  return join(place.target, `${CONTROL_PREFIX}incoming-${journal.runId}`);
}

async function isComing(place: Place, journal: Journal, phase: Journal['phase']): Promise<boolean> {
  const from = phase === 'bring' ? join(place.folder, journal.staged) : incomingOf(place, journal);
  return await isWholePack(from, journal);
}

async function isWholePack(folder: string, journal: Journal): Promise<boolean> {
  return (await holdsRun(folder, journal)) && (await verifyPack(folder)).whole;
}

async function holdsRun(folder: string, journal: Journal): Promise<boolean> {
  const pack = await readPack(folder);
  return pack?.manifest.runId === journal.runId && pack.manifest.workflowId === journal.workflowId;
}

/** Removes everything that publishing has put beside or into the target; the journal goes last. */
async function clearUp(place: Place, journal: Journal, done: boolean, step: StepHook): Promise<void> {
  const debris = [
    join(place.folder, `${place.prefix}old-${journal.runId}`),
    join(place.target, `${CONTROL_PREFIX}old-${journal.runId}`),
    join(place.target, `${CONTROL_PREFIX}incoming-${journal.runId}`),
    ...(await entriesBeginning(place, stagingPrefix(place, journal.runId))),
  ];
  for (const path of debris) await removePack(path);
  await step('give the target up');
  if (done) await removeOwner(place, journal.runId);
  await step('end the journal');
  await rm(place.journal, { force: true });
  await syncFolder(place.folder);
}

/** Removes a pack so that what is left of it after a crash is not taken for one. */
export async function removePack(folder: string): Promise<void> {
  // A link to somebody's pack goes, the pack stays: its manifest as well.
  if ((await lstat(folder).catch(unlessAbsent))?.isSymbolicLink()) return await removeTree(folder);
  await unlink(join(folder, MANIFEST)).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR')) throw error;
  });
  await removeTree(folder);
}
