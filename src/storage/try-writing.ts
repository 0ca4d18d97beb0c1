import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TEMPORARY_SUFFIX, uniqueSuffix } from './durable.js';

/**
 * Finds out whether files can be made in a folder by making one and removing it: rights, read-only disks, quotas and
 * network shares all have their say that way, for the superuser too. Fails with the system's error.
 */
export async function tryWriting(folder: string): Promise<void> {
  const path = join(folder, `.langflix-write-${uniqueSuffix()}${TEMPORARY_SUFFIX}`);
  try {
    const file = await open(path, 'wx');
    try {
      // An empty file can be made on a full disk.
      await file.writeFile('langflix');
    } finally {
      await file.close();
    }
  } finally {
    await rm(path, { force: true });
  }
}
