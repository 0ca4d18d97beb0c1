import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { type ErrorKind, LangflixError } from '../../src/shared/errors.js';

export { canMount } from './can-mount.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Something to do when the test is over, last one first. */
export function afterwards(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}

/** An empty folder that goes with its test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'langflix-storage-test-'));
  afterwards(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Mounts onto a folder until the test is over. */
export function mount(folder: string, ...options: string[]): void {
  execFileSync('mount', [...options, folder]);
  afterwards(() => {
    // By what is mounted now: a folder above it may have been renamed.
    const places = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[1] ?? '');
    const name = `/${basename(folder)}`;
    const root = /^.*langflix-storage-test-[^/]+/.exec(folder)?.[0] ?? folder;
    for (const place of places.filter(
      (at) => at === folder || (at.startsWith(`${root}/`) && at.endsWith(name)),
    )) {
      execFileSync('umount', ['-l', place]);
    }
  });
}

/** Every file below a folder with its text, links as `-> target`. Names of folders end in `/`. */
export async function tree(folder: string): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const path = join(folder, name);
    const status = await lstat(path);
    if (status.isDirectory()) continue;
    all[name] = status.isSymbolicLink() ? '-> link' : await readFile(path, 'utf8');
  }
  return all;
}

/** Writes files by relative path. */
export async function fill(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** The files of a small study pack, manifest included. */
export function packFiles(
  run: { workflowId: string; runId: string },
  files: Record<string, string>,
): Record<string, string> {
  const manifest = {
    product: 'langflix',
    ...run,
    files: Object.entries(files).map(([path, text]) => ({
      path,
      bytes: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
    })),
  };
  return { ...files, 'manifest.json': JSON.stringify(manifest) };
}

/** Gives a folder and all in it an age. */
export async function age(folder: string, days: number): Promise<void> {
  const then = new Date(Date.now() - days * 86_400_000);
  for (const name of await readdir(folder, { recursive: true })) {
    if (!(await lstat(join(folder, name))).isSymbolicLink()) await utimes(join(folder, name), then, then);
  }
  await utimes(folder, then, then);
}

/** The {@link LangflixError} that something ends with. */
export async function refusal(promise: Promise<unknown>, kind: ErrorKind): Promise<LangflixError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof LangflixError && error.kind === kind) return error;
    throw error;
  }
  throw new Error(`nothing was refused, though ${kind} was expected`);
}
