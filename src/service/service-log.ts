import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import pino, { type Logger } from 'pino';
import type { LogLevel } from '../config/index.js';

export type Log = Logger;

const KEPT = 10;

/**
 * Begins a new log file: what stands at `path` is moved aside under the time of its last line, and only the newest
 * ten are kept. To be called by the holder of the home's lock only.
 */
export async function beginLogFile(path: string): Promise<void> {
  const folder = dirname(path);
  const extension = extname(path);
  const name = basename(path, extension);
  await mkdir(folder, { recursive: true });
  try {
    const { mtime } = await stat(path);
    await rename(path, join(folder, `${name}-${mtime.toISOString().replaceAll(':', '')}${extension}`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const isOld = (file: string) =>
    file.startsWith(`${name}-`) && /^-\d{4}-\d\d-\d\dT/.test(file.slice(name.length));
  const old = (await readdir(folder)).filter(isOld).sort();
  for (const file of old.slice(0, Math.max(0, old.length - (KEPT - 1)))) {
    await rm(join(folder, file), { force: true });
  }
}

/**
 * One JSON object a line, written at once: a service that is killed has said all it had to say.
 *
 * @param mirror also to the terminal, for a service in the foreground.
 */
export function openLog(path: string, level: LogLevel, mirror?: NodeJS.WritableStream): Log {
  const file = pino.destination({ dest: path, sync: true, mkdir: true });
  const base = { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime };
  if (mirror === undefined) return pino(base, file);
  return pino(
    base,
    pino.multistream([
      { stream: file, level },
      { stream: { write: (line: string) => mirror.write(forPeople(line)) }, level },
    ]),
  );
}

/** `12:03:44 warn  the server has ended`, from a line of the log. */
function forPeople(line: string): string {
  const entry = JSON.parse(line) as { time: string; level: number; msg?: string; err?: { message?: string } };
  const level = pino.levels.labels[entry.level] ?? 'info';
  const why = entry.err?.message === undefined ? '' : `: ${entry.err.message}`;
  return `${entry.time.slice(11, 19)} ${level.padEnd(5)} ${entry.msg ?? ''}${why}\n`;
}

/** The last lines of a text file, for an error message; empty when there is none. */
export async function tailOf(path: string, lines: number, fromByte = 0): Promise<string[]> {
  try {
    const text = (await readFile(path)).subarray(fromByte).toString('utf8');
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-lines);
  } catch {
    return [];
  }
}

/** Runs `use` with a file descriptor that appends to a file, for the output of a child process. */
export function withAppendedFile<T>(path: string, use: (descriptor: number) => T): T {
  const descriptor = openSync(path, 'a', 0o600);
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
