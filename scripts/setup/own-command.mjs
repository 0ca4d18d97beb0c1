import { lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the command line begins, from node_modules/.bin. */
const TARGET = join('..', '..', 'dist', 'client', 'cli', 'main.js');

/**
 * Puts `langflix` into the clone's node_modules/.bin, where `npx langflix` and npm scripts look first, also from
 * a folder below. npm makes such links for dependencies only, not for the package itself. A node_modules that is
 * a link to a folder elsewhere is left alone; there npx finds the command through package.json.
 */
export function linkOwnCommand(root) {
  const modules = join(root, 'node_modules');
  if (!lstatSync(modules, { throwIfNoEntry: false })?.isDirectory()) return;
  const folder = join(modules, '.bin');
  mkdirSync(folder, { recursive: true });
  if (process.platform === 'win32') {
    // Links need a privilege on Windows; a command file is what npm itself writes there.
    writeFileSync(join(folder, 'langflix.cmd'), `@node "%~dp0\\${TARGET}" %*\r\n`);
    return;
  }
  const link = join(folder, 'langflix');
  const there = lstatSync(link, { throwIfNoEntry: false });
  if (there?.isSymbolicLink() && readlinkSync(link) === TARGET) return;
  rmSync(link, { force: true });
  symlinkSync(TARGET, link);
}
