import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { canMount } from '../storage/can-mount.js';
import { type Ground, openSite, type Site } from './site.js';
import { pause } from './wait.js';

/** Room for a few runs of the episode. */
const SIZE = '96m';

/** Why disks cannot be made here; null: they can. */
export function whyNoDisks(): string | null {
  return canMount ? null : 'only root may mount file systems, on Linux';
}

const onDisks: Ground = {
  async prepare(home, outputs) {
    for (const path of [home.work, home.cache, outputs]) {
      await mkdir(path, { recursive: true });
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0700`, 'langflix-chaos', path]);
    }
  },
  async clear(home, outputs) {
    for (const path of [home.work, home.cache, outputs]) execFileSync('umount', ['-l', path]);
  },
};

/** A site whose work, cache and output are small file systems of their own. */
export function openDiskSite(): Promise<Site> {
  return openSite({}, onDisks);
}

/** Takes the last byte of a disk. Gives what frees it again. */
export function fill(disk: string): () => void {
  const path = join(disk, '.filler');
  const file = openSync(path, 'a');
  for (let size = 1 << 20; size >= 1; ) {
    try {
      writeSync(file, Buffer.alloc(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      size = Math.floor(size / 8);
    }
  }
  closeSync(file);
  return () => rmSync(path, { force: true });
}

/** Makes a disk read-only; it refuses as long as a file is open for writing. Gives what makes it writable again. */
export async function lock(disk: string): Promise<() => void> {
  for (let tries = 0; ; tries++) {
    try {
      execFileSync('mount', ['-o', 'remount,ro', disk], { stdio: 'pipe' });
      return () => execFileSync('mount', ['-o', 'remount,rw', disk]);
    } catch (error) {
      if (tries > 200) throw error;
      await pause(20);
    }
  }
}
