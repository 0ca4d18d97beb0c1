import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isSameProcessAlive, processIdentity } from '../storage/index.js';
import type { Log } from './service-log.js';

const STOP_WITHIN_MS = 10_000;
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'];

export interface ServerProcess {
  pid: number;
  /** Settles once with how it ended. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  hasExited(): boolean;
  /** SIGTERM, after 10 s SIGKILL; resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a program that does not outlive this process: the kernel ends it where there is setpriv (Linux);
 * elsewhere its pid file is there for {@link endStrayServer}. It is in a session of its own, so that Ctrl-C in a
 * terminal reaches langflix only.
 *
 * @param descriptor a file that takes its output
 */
export async function startServerProcess(
  command: { path: string; args: string[]; environment: Record<string, string> },
  pidFile: string,
  descriptor: number,
): Promise<ServerProcess> {
  const setpriv = process.platform === 'linux' ? SETPRIV.find((path) => existsSync(path)) : undefined;
  const [path, args] =
    setpriv === undefined
      ? [command.path, command.args]
      : [setpriv, ['--pdeathsig', 'KILL', '--', command.path, ...command.args]];
  const child = spawn(path, args, {
    detached: true,
    stdio: ['ignore', descriptor, descriptor],
    env: command.environment,
    windowsHide: true,
  });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const pid = child.pid!;
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  child.once('exit', () => process.off('exit', killNow));
  const identity = await processIdentity(pid);
  if (identity !== null) await writeFile(pidFile, JSON.stringify(identity), { mode: 0o600 });
  const hasExited = () => child.exitCode !== null || child.signalCode !== null;
  return {
    pid,
    exited,
    hasExited,
    async stop() {
      await endChild(child, hasExited, exited);
      await rm(pidFile, { force: true });
    },
  };
}

async function endChild(child: ChildProcess, hasExited: () => boolean, exited: Promise<unknown>) {
  if (hasExited()) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exited;
  clearTimeout(timer);
}

const identitySchema = z.object({ pid: z.int().positive(), startTime: z.string().nullable() });

/**
 * Ends the server that a killed service has left behind, known by pid and start time. To be called by the holder
 * of the home's lock: two servers on one database would both say that they serve.
 */
export async function endStrayServer(pidFile: string, log?: Log): Promise<void> {
  let content: string;
  try {
    content = await readFile(pidFile, 'utf8');
  } catch {
    return;
  }
  const identity = identitySchema.safeParse(parseJson(content));
  // Without a start time, the pid may be anybody's by now.
  if (identity.success && identity.data.startTime !== null && (await isSameProcessAlive(identity.data))) {
    log?.warn({ serverPid: identity.data.pid }, 'ends the server that a lost service has left behind');
    try {
      process.kill(identity.data.pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
    while (await isSameProcessAlive(identity.data)) await delay(20);
  }
  await rm(pidFile, { force: true });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
