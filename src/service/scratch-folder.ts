import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Lends a temporary folder and removes it afterwards, whatever happens: also on failure, on abort, and when a
 * signal (Ctrl-C in a terminal) ends this process meanwhile. What a killed process has left is removed by the next one.
 *
 * @param work gets the folder and a signal that is raised when the work must end.
 */
export async function withScratchFolder<T>(
  prefix: string,
  signal: AbortSignal | undefined,
  work: (folder: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  await removeOrphans(prefix);
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const ended = new AbortController();
  let received: NodeJS.Signals | undefined;
  const onSignal = (name: NodeJS.Signals) => {
    received = name;
    ended.abort(new Error(`ended by ${name}`));
  };
  const onExit = () => rmSync(folder, { recursive: true, force: true });
  for (const name of SIGNALS) process.once(name, onSignal);
  process.once('exit', onExit);
  try {
    return await work(folder, signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    for (const name of SIGNALS) process.off(name, onSignal);
    process.off('exit', onExit);
    // Nobody else listens: then the signal does what it would have done without us.
    if (received !== undefined && process.listenerCount(received) === 0) process.kill(process.pid, received);
  }
}

/** Go's caches are gigabytes: the folders of processes that are no more go. The pid is in the name. */
async function removeOrphans(prefix: string): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid === undefined || isAlive(Number(pid))) continue;
    // Somebody else's folder stays.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Puts an executable into place in one step, also across disks: whoever looks sees the whole file or none, and
 * two who do it at once both leave a whole one.
 */
export async function placeExecutable(source: string, destination: string): Promise<void> {
  await mkdir(dirname(destination), { recursive: true });
  const staged = join(
    dirname(destination),
    `.${basename(destination)}-${process.pid}-${randomBytes(4).toString('hex')}`,
  );
  try {
    await copyFile(source, staged);
    await chmod(staged, 0o755);
    await rename(staged, destination);
  } finally {
    await rm(staged, { force: true });
  }
}
