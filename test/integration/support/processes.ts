import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A process and everything under it, children before their parents. */
export async function processTree(root: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-Ao', 'pid=,ppid=']);
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const under = (pid: number): number[] => [
    ...rows.filter(([, parent]) => parent === pid).flatMap(([child = 0]) => under(child)),
    pid,
  ];
  return under(root);
}

/** SIGKILL to a process and everything under it, in one go. */
export async function killTree(root: number): Promise<void> {
  for (const pid of (await processTree(root)).reverse()) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It went with its parent.
    }
  }
}
