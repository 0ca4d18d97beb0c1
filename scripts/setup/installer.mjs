import { createInterface } from 'node:readline/promises';
import { findProgram } from './find-program.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Which way system packages may be installed here.
 * - `apt`: apt-get as it is; we are root
 * - `sudo`: apt-get through sudo that asks nothing; we are in CI
 * - `ask`: apt-get through sudo, after a person said yes
 * - `tell`: not at all, only say how
 *
 * @param {{ apt: boolean, root: boolean, sudo: boolean, ci: boolean, terminal: boolean }} machine
 * @returns {'apt' | 'sudo' | 'ask' | 'tell'}
 */
export function wayToInstall({ apt, root, sudo, ci, terminal }) {
  if (!apt) return 'tell';
  if (root) return 'apt';
  if (!sudo) return 'tell';
  if (ci) return 'sudo';
  return terminal ? 'ask' : 'tell';
}

/** This machine, as {@link wayToInstall} wants to know it. */
export function thisMachine(env = process.env) {
  return {
    apt: process.platform === 'linux' && findProgram(['apt-get'], env) !== undefined,
    root: process.getuid?.() === 0,
    sudo: findProgram(['sudo'], env) !== undefined,
    ci: isCi(env),
    terminal: Boolean(process.stdin.isTTY && process.stdout.isTTY),
  };
}

/** Whether the environment says that nobody is watching: CI set, and not to a word for "no". */
export function isCi(env) {
  return env.CI !== undefined && !['', '0', 'false', 'no'].includes(env.CI.toLowerCase());
}

/**
 * Installs Debian packages, where that is allowed.
 *
 * @param {string} step the set-up step this belongs to
 * @param {string[]} packages names of Debian packages
 * @param {{ why: string, next: string, announce: (line: string) => void, optional?: boolean }} options
 *   `why` ends the question "Install … now, …?"; `next` is what a person can do themselves; an `optional`
 *   package is never worth a question
 * @returns {Promise<boolean>} whether they were installed; false when it was not allowed or answered with no
 * @throws {import('./step-error.mjs').StepError} when apt-get fails
 */
export async function installPackages(step, packages, { why, next, announce, optional = false }) {
  const way = wayToInstall(thisMachine());
  if (way === 'tell' || (way === 'ask' && optional)) return false;
  if (way === 'ask' && !(await agreed(`Install ${packages.join(' and ')} now with sudo apt-get, ${why}?`)))
    return false;

  announce(`installing ${packages.join(', ')} through apt-get …`);
  const prefix = { apt: [], sudo: ['sudo', '-n'], ask: ['sudo'] }[way];
  const aptGet = async (...args) => {
    // sudo drops the environment, so the setting that keeps apt from asking goes through env(1).
    const [command, ...all] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    await runCommand(step, command, all, { next });
  };
  await aptGet('update', '-q');
  await aptGet('install', '-q', '-y', '--no-install-recommends', ...packages);
  return true;
}

/** Asks on the terminal; only a clear yes counts. */
async function agreed(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`? ${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
