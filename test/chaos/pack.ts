import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of a study pack with the SHA-256 of their bytes. */
export type PackDigest = Record<string, string>;

/**
 * What a study pack is made of, to be compared with another one's. Of its manifest, that which names the run (its ids
 * and its output folder) and the build that made it does not count.
 */
export async function digestPack(folder: string): Promise<PackDigest> {
  const digest: PackDigest = {};
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const path = join(folder, name);
    if (!(await stat(path)).isFile()) continue;
    const bytes = await readFile(path);
    digest[name] = sha256(name === 'manifest.json' ? anonymous(bytes.toString('utf8')) : bytes);
  }
  return digest;
}

/** In what two packs differ, in words; empty: in nothing. */
export function packDifferences(found: PackDigest, expected: PackDigest): string[] {
  const names = [...new Set([...Object.keys(found), ...Object.keys(expected)])].sort();
  return names
    .filter((name) => found[name] !== expected[name])
    .map((name) => {
      if (found[name] === undefined) return `${name} is missing`;
      return expected[name] === undefined ? `${name} is too much` : `${name} has other bytes`;
    });
}

function anonymous(manifest: string): string {
  const { workflowId, runId, request, version, versions, ...rest } = JSON.parse(manifest);
  return JSON.stringify(rest);
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
