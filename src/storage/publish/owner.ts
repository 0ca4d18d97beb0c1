import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { readControlFile } from '../control-file.js';
import { writeFileAtomic } from '../durable.js';
import type { Place } from './place.js';

const ownerSchema = z.object({
  product: z.literal('langflix'),
  workflowId: z.string(),
  runId: z.string(),
  /** When its run started, ms since 1970: of two runs the one that started later may have the target. */
  startedAtMs: z.number(),
  /** The topmost folder that was made for this target; goes again, if empty, when nothing is published. */
  madeFolder: z.string().nullable(),
});
/** Which run may publish to a target: stands beside it from the claim until it has published or given up. */
export type Owner = z.infer<typeof ownerSchema>;

/** Whose a target is, or null. To be sure that it stays so, hold the place's lock. */
export async function readOwner(place: Place): Promise<Owner | null> {
  const text = await readControlFile(place.owner);
  if (text === null) return null;
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    // Written by another version, or damaged: nobody can publish by it.
    return null;
  }
}

/** Only while holding the place's lock. */
export async function writeOwner(place: Place, owner: Omit<Owner, 'product'>): Promise<void> {
  await writeFileAtomic(place.owner, `${JSON.stringify({ product: 'langflix', ...owner })}\n`);
}

/** Gives a target up where it is this run's. Only while holding the place's lock. */
export async function removeOwner(place: Place, runId: string): Promise<Owner | null> {
  const owner = await readOwner(place);
  if (owner?.runId !== runId) return null;
  await rm(place.owner, { force: true });
  return owner;
}
