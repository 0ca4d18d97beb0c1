import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Home, readJson, sharedFolder, toKey, writeJson } from '../storage/index.js';
import { outline, type RunFileName, type RunFiles } from './run-files.js';

export async function readRunFile<N extends RunFileName>(
  home: Home,
  runId: string,
  name: N,
): Promise<RunFiles[N]> {
  return readJson(home, toKey(home, join(sharedFolder(home, runId), name)), outline(name));
}

/** Whether a run has got so far as to write this file. */
export async function hasRunFile(home: Home, runId: string, name: RunFileName): Promise<boolean> {
  try {
    return (await readdir(sharedFolder(home, runId))).includes(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

export async function writeRunFile<N extends RunFileName>(
  home: Home,
  runId: string,
  name: N,
  value: RunFiles[N],
): Promise<void> {
  await writeJson(home, toKey(home, join(sharedFolder(home, runId), name)), value);
}

/** Where a still of the plan is drawn to. */
export function stillPath(home: Home, runId: string, still: string): string {
  return join(sharedFolder(home, runId), 'stills', `${still}.png`);
}

/** Where a rendered segment of the plan is linked to. */
export function segmentPath(home: Home, runId: string, segment: string): string {
  return join(sharedFolder(home, runId), 'segments', `${segment}.mov`);
}
