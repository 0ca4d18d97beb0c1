import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { hasCode } from './errors.js';

const run = promisify(execFile);

export const processIdentitySchema = z.object({ pid: z.int().min(1), startTime: z.string().nullable() });

/** One process for good: a pid alone is given to the next process when the first one has ended. */
export interface ProcessIdentity {
  pid: number;
  /**
   * On Linux the boot's id and field 22 of /proc/<pid>/stat (clock ticks from boot, see proc(5)), elsewhere what
   * `ps -o lstart=` prints in UTC; null where neither can be had. To be compared, not to be read.
   */
  startTime: string | null;
}

/** The identity of a process that is alive (a zombie is not), or null. */
export async function processIdentity(pid: number): Promise<ProcessIdentity | null> {
  if (process.platform === 'linux') return await fromProc(pid);
  if (process.platform === 'win32') return exists(pid) ? { pid, startTime: null } : null;
  return await fromPs(pid);
}

/** Whether the very process that had this identity is still alive. Stopped is alive. */
export async function isSameProcessAlive(identity: ProcessIdentity): Promise<boolean> {
  const now = await processIdentity(identity.pid);
  if (now === null) return false;
  return identity.startTime === null || now.startTime === null || now.startTime === identity.startTime;
}

let own: Promise<ProcessIdentity> | undefined;

/** The identity of this process. */
export function ownIdentity(): Promise<ProcessIdentity> {
  own ??= processIdentity(process.pid).then((found) => found ?? { pid: process.pid, startTime: null });
  return own;
}

async function fromProc(pid: number): Promise<ProcessIdentity | null> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    ]);
    // Field 2, the program's name in parentheses, may hold spaces and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    const ticks = fields[22 - 3];
    if (state === 'Z' || state === 'X' || ticks === undefined) return null;
    return { pid, startTime: `${boot.trim()}:${ticks}` };
  } catch (error) {
    // ESRCH: it ended between open and read. No /proc at all: only the pid can be asked after.
    if (hasCode(error, 'ESRCH')) return null;
    if (hasCode(error, 'ENOENT')) return exists(pid) && !(await hasProc()) ? { pid, startTime: null } : null;
    throw error;
  }
}

async function hasProc(): Promise<boolean> {
  return await readFile('/proc/self/stat').then(
    () => true,
    () => false,
  );
}

async function fromPs(pid: number): Promise<ProcessIdentity | null> {
  try {
    // The same words from every process, whatever its language and time zone are.
    const environment = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' };
    const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { env: environment });
    const match = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout);
    if (!match?.[1] || !match[2] || match[1].startsWith('Z')) return null;
    return { pid, startTime: match[2] };
  } catch {
    // ps ends with 1 when there is no such process, and is missing from some small systems.
    return exists(pid) ? { pid, startTime: null } : null;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}
