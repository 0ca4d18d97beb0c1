import type { ChildProcess } from 'node:child_process';

/**
 * The command line that starts a program so that the kernel kills it when this process dies
 * (`prctl(PR_SET_PDEATHSIG)`, by util-linux's `setpriv`) and, if asked, at a lower priority. Both wrappers
 * replace themselves by `exec`, so the child's pid is the program's.
 *
 * @param input.niceness 0 to 19; ignored on Windows.
 * @returns the program to spawn and its arguments.
 */
export function launcher(input: {
  program: string;
  args: string[];
  setpriv: string | null;
  niceness?: number | undefined;
}): [string, string[]] {
  let line = [input.program, ...input.args];
  if (input.setpriv !== null) line = [input.setpriv, '--pdeathsig', 'KILL', '--', ...line];
  if (input.niceness && process.platform !== 'win32') line = ['nice', '-n', String(input.niceness), ...line];
  const [command, ...args] = line as [string, ...string[]];
  return [command, args];
}

/** Sends a signal to a detached child and everything it started; a child that is gone is no error. */
export function killGroup(child: Pick<ChildProcess, 'pid' | 'kill'>, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}
