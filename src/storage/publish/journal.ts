import { z } from 'zod';
import { LangflixError } from '../../shared/errors.js';
import { haveSameOwner, readControlFile } from '../control-file.js';
import { writeFileAtomic } from '../durable.js';
import { isId } from '../ids.js';
import { type Place, stagingPrefix } from './place.js';

/** A name within a folder, that leads nowhere else: all of these are renamed or removed. */
const entryName = z
  .string()
  .regex(/^[^/\\\0]+$/)
  .refine((name) => name !== '.' && name !== '..');

const journalSchema = z.object({
  product: z.literal('langflix'),
  workflowId: z.string(),
  /** Part of the names of folders. */
  runId: z.string().refine(isId),
  /** Name of the staging folder, beside the journal. */
  staged: entryName,
  /** Whether something, if only an empty folder, stood at the target. */
  hadOld: z.boolean(),
  /** `forward`: the new pack is to be there in the end; `back`: the old one. */
  direction: z.enum(['forward', 'back']),
  /**
   * `swap`: whole folders are renamed. Where that cannot be, files move one by one: `bring` puts the new ones on the
   * target's file system, `aside` takes the old ones out, `in` puts the new ones in, from which on there is no back.
   */
  phase: z.enum(['swap', 'bring', 'aside', 'in']),
  /** Top names of the old pack; files that a person adds meanwhile are not among them. */
  oldEntries: z.array(entryName),
});
/** What is under way at a target: written before the first step, gone after the last. */
export type Journal = z.infer<typeof journalSchema>;

/**
 * Reads what is under way; null when nothing is. Only while holding the place's lock, by which it is told that the
 * journal is our own user's: in a folder that others may write to, theirs would have us move and remove folders.
 *
 * @throws LangflixError `UnusableOutput` where it is another version's or another user's, who alone can finish it
 */
export async function readJournal(place: Place): Promise<Journal | null> {
  const text = await readControlFile(place.journal);
  if (text === null) return null;
  // The lock is a file that we have just made ourselves.
  if (!(await haveSameOwner(place.journal, place.lock))) throw notOurs(place, 'another user');
  try {
    const journal = journalSchema.parse(JSON.parse(text));
    if (!journal.staged.startsWith(stagingPrefix(place, journal.runId))) throw new Error(journal.staged);
    return journal;
  } catch (cause) {
    throw notOurs(place, 'another version of langflix', cause);
  }
}

function notOurs(place: Place, whose: string, cause?: unknown): LangflixError {
  return new LangflixError('UnusableOutput', `${place.journal}: was left by ${whose}`, {
    hint: 'Look at the folder beside it, then remove this file, or choose another folder with --out.',
    cause,
  });
}

export async function writeJournal(place: Place, journal: Omit<Journal, 'product'>): Promise<void> {
  await writeFileAtomic(place.journal, `${JSON.stringify({ ...journal, product: 'langflix' })}\n`);
}
