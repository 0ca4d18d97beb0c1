import { access, mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Answer, answerSchema } from '../expressions/llm/index.js';
import { goneOr, type Home, readJson, sharedFolder, toKey, writeJson } from '../storage/index.js';
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

/**
 * Makes the folder of a file in the run's shared one. Not the run's own: one that somebody has deleted must not come
 * back without its marker, for the cleanup would never take it.
 *
 * @throws LangflixError `Transient` where the run's folder is gone
 */
export async function makeFolderOf(home: Home, runId: string, path: string): Promise<void> {
  const shared = sharedFolder(home, runId);
  try {
    await access(shared);
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    throw goneOr(error, shared);
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

/** Keeps a model's answer to one of the run's questions: emptying the cache never breaks a run. */
export async function writeAnswer(
  home: Home,
  runId: string,
  question: string,
  answer: Answer,
): Promise<void> {
  const path = answerPath(home, runId, question);
  await makeFolderOf(home, runId, path);
  await writeJson(home, toKey(home, path), answer);
}

/** The model's answer to a question; null where there is none. */
export async function readAnswer(home: Home, runId: string, question: string): Promise<Answer | null> {
  const path = answerPath(home, runId, question);
  if (!(await readdir(dirname(path)).catch(() => [] as string[])).includes(basename(path))) return null;
  return readJson(home, toKey(home, path), answerSchema);
}

function answerPath(home: Home, runId: string, question: string): string {
  return join(sharedFolder(home, runId), 'answers', `${question}.json`);
}

/** Where a still of the plan is drawn to. */
export function stillPath(home: Home, runId: string, still: string): string {
  return join(sharedFolder(home, runId), 'stills', `${still}.png`);
}

/** Where a rendered segment of the plan is linked to. */
export function segmentPath(home: Home, runId: string, segment: string): string {
  return join(sharedFolder(home, runId), 'segments', `${segment}.mov`);
}
