import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { LangflixError } from '../../shared/errors.js';
import { writeFileAtomic } from '../durable.js';
import { type Place, unlessAbsent } from './place.js';

const journalSchema = z.object({
  product: z.literal('langflix'),
  workflowId: z.string(),
  runId: z.string(),
  /** Name of the staging folder, beside the journal. */
  staged: z.string().regex(/^[^/\\]+$/),
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
  oldEntries: z.array(z.string().regex(/^[^/\\]+$/)),
});
/** What is under way at a target: written before the first step, gone after the last. */
export type Journal = z.infer<typeof journalSchema>;

/**
 * Reads what is under way; null when nothing is.
 *
 * @throws LangflixError `UnusableOutput` where it is another version's, which alone can finish it
 */
export async function readJournal(place: Place): Promise<Journal | null> {
  const text = await readFile(place.journal, 'utf8').catch(unlessAbsent);
  if (text === null) return null;
  try {
    return journalSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new LangflixError('UnusableOutput', `${place.journal}: was left by another version of langflix`, {
      hint: 'Look at the folder beside it, then remove this file, or choose another folder with --out.',
      cause,
    });
  }
}

export async function writeJournal(place: Place, journal: Omit<Journal, 'product'>): Promise<void> {
  await writeFileAtomic(place.journal, `${JSON.stringify({ ...journal, product: 'langflix' })}\n`);
}
