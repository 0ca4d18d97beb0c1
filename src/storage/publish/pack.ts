import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fileSha256 } from '../digest.js';
import { storageError } from '../errors.js';
import { readRegularFile } from '../regular-file.js';
import { CONTROL_PREFIX, unlessAbsent } from './place.js';

/** A study pack is a folder in which this says so. */
export const MANIFEST = 'manifest.json';
/** Ours are some kilobytes; one that somebody has put there may be anything. */
const MAX_MANIFEST_BYTES = 16 << 20;

/** What systems put into folders by themselves when a person looks at them. */
const SYSTEM_FILES = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

const manifestSchema = z.looseObject({
  product: z.literal('langflix'),
  workflowId: z.string(),
  runId: z.string(),
  files: z.array(
    z.looseObject({
      path: z.string().refine(isWithin, { error: 'must be a path within the study pack' }),
      bytes: z.int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
/** The part of a study pack's manifest by which it is stored: whose it is, and of which files it is made. */
export type PackManifest = z.infer<typeof manifestSchema>;

/** How a pack's files compare with its manifest. Paths with `/`, within the pack, sorted. */
export interface PackState {
  /** Nothing missing, nothing changed. */
  whole: boolean;
  missing: string[];
  changed: string[];
  /** Files that the manifest does not name. */
  added: string[];
}

/**
 * The manifest of a study pack, or null where the folder is none (no such folder, no manifest, one of something
 * else, or one that names files outside of it). Other fields of the manifest are kept.
 */
export async function readPack(target: string): Promise<{ manifest: PackManifest } | null> {
  const path = join(target, MANIFEST);
  try {
    const bytes = await readRegularFile(path, MAX_MANIFEST_BYTES, { followLinks: false }).catch(unlessAbsent);
    if (bytes === null) return null;
    return { manifest: manifestSchema.parse(JSON.parse(bytes.toString('utf8'))) };
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return null;
    throw storageError(error, path);
  }
}

/**
 * Compares a pack's files with its manifest. Links are never followed: one in a file's place counts as changed.
 * A folder without a manifest has everything added.
 *
 * @param options.deep also compares every file's SHA-256, not only its size
 */
export async function verifyPack(target: string, options: { deep?: boolean } = {}): Promise<PackState> {
  try {
    const listed = (await readPack(target))?.manifest.files ?? [];
    const present = await packFiles(target);
    const missing: string[] = [];
    const changed: string[] = [];
    for (const file of listed) {
      const bytes = present.get(file.path);
      if (bytes === undefined) missing.push(file.path);
      else if (bytes !== file.bytes) changed.push(file.path);
      else if (options.deep && (await fileSha256(join(target, file.path))) !== file.sha256)
        changed.push(file.path);
    }
    const names = new Set(listed.map(({ path }) => path));
    const added = [...present.keys()].filter((path) => !names.has(path));
    return {
      whole: missing.length === 0 && changed.length === 0,
      missing: missing.sort(),
      changed: changed.sort(),
      added: added.sort(),
    };
  } catch (error) {
    throw storageError(error, target);
  }
}

/** Names at the top of a target that are a person's or a pack's: not langflix's small files, not the system's. */
export async function topEntries(target: string): Promise<string[]> {
  const names = (await readdir(target).catch(unlessAbsent)) ?? [];
  return names.filter((name) => !name.startsWith(CONTROL_PREFIX) && !SYSTEM_FILES.has(name));
}

/** All files but the manifest with their sizes; -1 for what is no regular file. */
async function packFiles(target: string): Promise<Map<string, number>> {
  const files = new Map<string, number>();
  const visit = async (folder: string, prefix: string, names: string[]): Promise<void> => {
    for (const name of names) {
      if (SYSTEM_FILES.has(name)) continue;
      const path = `${prefix}${name}`;
      const found = await lstat(join(folder, name)).catch(unlessAbsent);
      if (found === null) continue;
      if (found.isDirectory()) {
        await visit(join(folder, name), `${path}/`, await readdir(join(folder, name)));
      } else files.set(path, found.isFile() ? found.size : -1);
    }
  };
  await visit(target, '', await topEntries(target));
  if (files.get(MANIFEST) !== -1) files.delete(MANIFEST);
  return files;
}

function isWithin(path: string): boolean {
  if (path === '' || /[\\\0]/.test(path) || /^[A-Za-z]:/.test(path)) return false;
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
}
