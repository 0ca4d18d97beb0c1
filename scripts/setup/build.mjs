import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.mjs';
import { linkOwnCommand } from './own-command.mjs';
import { runCommand } from './run-command.mjs';

/** All that determines what a build makes. package-lock.json stands for the compiler and the bundler. */
const SOURCES = [
  'src',
  'data',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.mjs',
  'scripts/expressions',
  'scripts/setup/build.mjs',
];

/** What a build leaves behind; without one of them there was no build. */
const OUTPUTS = ['dist/client/cli/main.js', 'dist/lexicon.json', 'dist/workflow-bundle.js'];

/**
 * Builds `dist` by scripts/build.mjs unless it was built from these very sources.
 *
 * @param {string} root the clone
 * @param {(line: string) => void} announce called before anything that takes time
 * @returns {Promise<{ built: boolean }>} whether a build had to run
 */
export async function ensureBuild(root, announce) {
  const stampPath = join(root, 'dist', '.built-from');
  const wanted = fingerprint(root, SOURCES);
  const why = reasonToBuild({
    wanted,
    found: existsSync(stampPath) ? readFileSync(stampPath, 'utf8').trim() : undefined,
    missing: OUTPUTS.find((path) => !existsSync(join(root, path))),
  });
  if (why !== undefined) {
    announce(`building (${why}) …`);
    rmSync(stampPath, { force: true });
    await runCommand('build', process.execPath, [join(root, 'scripts', 'build.mjs')], {
      cwd: root,
      next: 'mend what the compiler names above, then run the same command again',
    });
    writeFileSync(stampPath, `${wanted}\n`);
  }
  linkOwnCommand(root);
  return { built: why !== undefined };
}

/** Why a build is needed, in a few words; undefined when `dist` stands for these sources. */
export function reasonToBuild({ wanted, found, missing }) {
  if (missing !== undefined) return found === undefined ? 'first time' : `${missing} is gone`;
  if (found === undefined) return 'the last build did not finish';
  return found === wanted ? undefined : 'the sources have changed';
}
