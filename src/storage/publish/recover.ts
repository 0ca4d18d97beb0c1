import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { TEMPORARY_SUFFIX } from '../durable.js';
import { storageError } from '../errors.js';
import { withFileLock } from '../file-lock.js';
import { readJournal } from './journal.js';
import { entriesBeginning, isThere, type Place, placeOf } from './place.js';
import { carryOut } from './replace.js';

/**
 * Finishes or undoes what a crash has left half done at a target: afterwards it holds wholly the old or wholly the
 * new pack. Costs next to nothing where there is nothing to do. Claiming, checking and publishing call it themselves.
 *
 * @throws LangflixError `UnusableOutput`, `DiskFull`, `Transient`
 */
export async function recoverPublishing(target: string): Promise<void> {
  try {
    const place = await placeOf(target);
    if (await isThere(place.journal)) await withFileLock(place.lock, () => recoverLocked(place));
  } catch (error) {
    throw storageError(error, target);
  }
}

/** {@link recoverPublishing} for who holds the place's lock. */
export async function recoverLocked(place: Place): Promise<void> {
  const journal = await readJournal(place);
  if (journal !== null) await carryOut(place, journal);
  // The small files are only written under the lock: whoever began these is dead.
  for (const path of await entriesBeginning(place, place.prefix)) {
    if (basename(path).endsWith(TEMPORARY_SUFFIX)) await rm(path, { force: true });
  }
}
