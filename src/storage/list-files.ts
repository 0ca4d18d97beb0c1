import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileSha256 } from './digest.js';
import { storageError } from './errors.js';

/** All files below a folder with their sizes and SHA-256; paths within it, with `/`, sorted. */
export async function listFiles(folder: string): Promise<{ path: string; bytes: number; sha256: string }[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    return await Promise.all(
      paths.map(async (path) => ({
        path: path.slice(folder.length + 1).replaceAll('\\', '/'),
        bytes: (await stat(path)).size,
        sha256: await fileSha256(path),
      })),
    );
  } catch (error) {
    throw storageError(error, folder);
  }
}
