import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/index.js';
import { type Home, homeLayout } from '../storage/index.js';

/** The files by which a service and the commands of its home know of each other. */
export interface ServiceFiles {
  home: Home;
  /** Touched by every command; the service's idle end counts from it. */
  lastCommand: string;
  /** Identity of the server's process. */
  serverPid: string;
  /** What the service says. */
  log: string;
  /** What the server says. */
  serverLog: string;
  /** Standard output and error of services in the background: what is said before the log, and crashes. */
  output: string;
}

export function serviceFiles(config: Pick<Config, 'home'>): ServiceFiles {
  const home = homeLayout(config.home);
  return {
    home,
    lastCommand: join(home.root, 'last-command'),
    serverPid: join(home.root, 'server.json'),
    log: join(home.logs, 'service.log'),
    serverLog: join(home.logs, 'server.log'),
    output: join(home.logs, 'service.out'),
  };
}

/** Says that a command is at work in this home: its service stays for the idle time from now on. */
export async function touchLastCommand(config: Pick<Config, 'home'>): Promise<void> {
  const { lastCommand } = serviceFiles(config);
  const now = new Date();
  try {
    await utimes(lastCommand, now, now);
  } catch {
    await mkdir(config.home, { recursive: true, mode: 0o700 });
    await writeFile(lastCommand, '');
  }
}

/** When the last command was at work, in milliseconds since 1970; 0: never. */
export async function lastCommandAt(files: ServiceFiles): Promise<number> {
  try {
    return (await stat(files.lastCommand)).mtimeMs;
  } catch {
    return 0;
  }
}
