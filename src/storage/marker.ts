import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from './durable.js';
import { hasCode } from './errors.js';

/** In every folder that langflix makes and may later delete from. What has no marker is never touched. */
export const MARKER = '.langflix';

const markerSchema = z.object({
  product: z.literal('langflix'),
  kind: z.enum([
    'home',
    'work',
    'cache',
    'segments',
    'answers',
    'sounds',
    'logs',
    'processes',
    'trash',
    'run',
  ]),
  workflowId: z.string().optional(),
  runId: z.string().optional(),
});
export type Marker = z.infer<typeof markerSchema>;

/** Marks a folder as made by langflix. The folder must exist. */
export async function writeMarker(folder: string, marker: Omit<Marker, 'product'>): Promise<void> {
  await writeFileAtomic(join(folder, MARKER), `${JSON.stringify({ product: 'langflix', ...marker })}\n`);
}

/** A folder's marker, or null where there is none, or where something else bears its name. */
export async function readMarker(folder: string): Promise<Marker | null> {
  const path = join(folder, MARKER);
  try {
    if (!(await lstat(path)).isFile()) return null;
    return markerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return null;
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}
