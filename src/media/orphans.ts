import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startTimeOf } from './process-identity.js';
import { killGroup } from './process-tree.js';

const processRecord = z.object({ pid: z.number().int().positive(), startTime: z.string() });
const record = processRecord.extend({ host: z.string(), owner: processRecord });

/** Records of other machines or containers that share the folder are left alone for so long. */
const FOREIGN_MAX_AGE_MS = 24 * 3600_000;

/**
 * Notes a running child in a folder, so that {@link reapOrphans} can end it should this process die first.
 *
 * @returns a function that removes the note; call it when the child is gone.
 */
export function recordChild(pidFolder: string, pid: number): () => void {
  const startTime = startTimeOf(pid);
  const ownerStart = startTimeOf(process.pid);
  if (startTime === null || ownerStart === null) return () => {};
  const file = join(pidFolder, `${pid}.json`);
  mkdirSync(pidFolder, { recursive: true });
  const note = { pid, startTime, host: hostname(), owner: { pid: process.pid, startTime: ownerStart } };
  // Written in one go before anything else happens, for the owner may be killed at any time.
  writeFileSync(file, JSON.stringify(note));
  return () => rmSync(file, { force: true });
}

/**
 * Kills what earlier owners of the folder left running: processes whose pid and start time are as noted and
 * whose owner is dead. Notes of processes that are gone are removed. Nothing else is touched.
 *
 * @returns the pids that were killed.
 */
export async function reapOrphans(pidFolder: string): Promise<number[]> {
  const names = await readdir(pidFolder).catch(() => []);
  const killed: number[] = [];
  for (const name of names.filter((n) => /^\d+\.json$/.test(n))) {
    const file = join(pidFolder, name);
    const note = await readNote(file);
    if (note === 'foreign') continue;
    if (note !== null && isAlive(note)) {
      if (isAlive(note.owner)) continue;
      killGroup({ pid: note.pid, kill: (signal) => process.kill(note.pid, signal) }, 'SIGKILL');
      killed.push(note.pid);
    }
    await rm(file, { force: true });
  }
  return killed;
}

function isAlive(noted: { pid: number; startTime: string }): boolean {
  return startTimeOf(noted.pid) === noted.startTime;
}

/** Null for a note that says nothing (half-written or gone). */
async function readNote(file: string): Promise<z.infer<typeof record> | 'foreign' | null> {
  try {
    const read = record.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (!read.success) return null;
    if (read.data.host === hostname()) return read.data;
    const { mtimeMs } = await stat(file);
    return Date.now() - mtimeMs < FOREIGN_MAX_AGE_MS ? 'foreign' : null;
  } catch {
    return null;
  }
}
