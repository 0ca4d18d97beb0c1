import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { StepError } from './step-error.mjs';

const STEP = 'npm packages';

/**
 * Makes node_modules hold what package-lock.json says, by `npm ci`, unless it does already. npm's own record of
 * what it installed (node_modules/.package-lock.json) is compared with the lockfile, so packages that were
 * installed by hand, copied or cached elsewhere are taken as they are when they are the right ones.
 *
 * @param {string} root the clone
 * @param {(line: string) => void} announce called before anything that takes time
 * @returns {Promise<{ count: number, installed: boolean }>} how many packages, and whether npm had to run
 * @throws {StepError} when npm fails, or node_modules is a link to a folder with other packages in it
 */
export async function ensurePackages(root, announce) {
  const why = missingPackages(root);
  if (why === undefined) return { count: countPackages(root), installed: false };

  const modules = join(root, 'node_modules');
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new StepError(STEP, {
      message: `node_modules is a link to ${realpathOr(modules)}, whose packages are not the locked ones (${why})`,
      next: `remove the link (rm ${modules}) and run the same command again`,
    });
  }
  announce(`installing the npm packages (${why}) …`);
  // NODE_ENV=production or omit=dev would leave out the compiler.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const [command, all] = npmCommand(args);
  await runCommand(STEP, command, all, {
    cwd: root,
    next: 'check the network connection to the npm registry, then run the same command again',
  });
  const still = missingPackages(root);
  if (still !== undefined) {
    throw new StepError(STEP, {
      message: `npm ci ended well, yet ${still}`,
      command: [command, ...all].join(' '),
      next: 'remove node_modules and run the same command again; if that does not help, update npm',
    });
  }
  return { count: countPackages(root), installed: true };
}

/** Why node_modules is not what the lockfile asks for, in a few words; undefined when it is. */
export function missingPackages(root) {
  const installedPath = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return 'there are none yet';
  const difference = lockDifference(
    readJson(join(root, 'package-lock.json')),
    readJson(installedPath),
    thisPlatform(),
  );
  if (difference !== undefined) return difference;
  const gone = Object.keys(readJson(installedPath).packages).find((path) => !existsSync(join(root, path)));
  return gone === undefined ? undefined : `${gone} is gone`;
}

/**
 * The first difference between the lockfile and npm's record of what is installed, in a few words; undefined when
 * everything this platform needs is there in the locked version.
 *
 * @param {{ packages: Record<string, any> }} lock package-lock.json
 * @param {{ packages: Record<string, any> }} installed node_modules/.package-lock.json
 * @param {{ os: string, cpu: string, libc?: string }} platform
 */
export function lockDifference(lock, installed, platform) {
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (path === '' || wanted.link) continue;
    const found = installed.packages[path];
    if (!found) {
      // Optional packages are per platform (sharp, esbuild …): only this platform's own must be there.
      if (wanted.optional && !isFor(wanted, platform)) continue;
      // An optional package without platform fields hangs below one that has them, and is left out with it.
      if (wanted.optional && !wanted.os && !wanted.cpu) continue;
      return `${path.replace(/^.*node_modules\//, '')} is missing`;
    }
    if (found.version !== wanted.version) {
      return `${path.replace(/^.*node_modules\//, '')} is ${found.version}, not ${wanted.version}`;
    }
  }
  const extra = Object.keys(installed.packages).find((path) => !lock.packages[path]);
  return extra === undefined ? undefined : `${extra.replace(/^.*node_modules\//, '')} is no longer wanted`;
}

/** Whether a lockfile entry is meant for a platform, by npm's rules: lists with `!` for "not". */
function isFor(entry, platform) {
  const allows = (list, value) => {
    if (!list || value === undefined) return true;
    if (list.includes(`!${value}`)) return false;
    return list.includes(value) || list.every((one) => one.startsWith('!'));
  };
  return (
    allows(entry.os, platform.os) && allows(entry.cpu, platform.cpu) && allows(entry.libc, platform.libc)
  );
}

/** This machine in npm's words. `libc` is set on Linux only. */
function thisPlatform() {
  const platform = { os: process.platform, cpu: process.arch };
  if (process.platform !== 'linux') return platform;
  // musl's loader is the sign: asking Node for a report takes a second on some machines.
  const musl = ['x86_64', 'aarch64', 'armhf'].some((cpu) => existsSync(`/lib/ld-musl-${cpu}.so.1`));
  const glibc = [
    '/lib64/ld-linux-x86-64.so.2',
    '/lib/ld-linux-aarch64.so.1',
    '/lib/ld-linux-armhf.so.3',
  ].some(existsSync);
  return { ...platform, libc: musl && !glibc ? 'musl' : 'glibc' };
}

/** How to run npm: the very npm that started this script where there is one, else the one on PATH. */
function npmCommand(args) {
  const running = process.env.npm_execpath;
  if (running && /npm-cli\.[cm]?js$/.test(running) && existsSync(running))
    return [process.execPath, [running, ...args]];
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  if (existsSync(beside)) return [process.execPath, [beside, ...args]];
  return ['npm', args];
}

function countPackages(root) {
  return Object.keys(readJson(join(root, 'node_modules', '.package-lock.json')).packages).length;
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function realpathOr(path) {
  try {
    return realpathSync(path);
  } catch {
    return 'a folder that is not there';
  }
}
