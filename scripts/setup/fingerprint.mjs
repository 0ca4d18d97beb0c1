import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * One hash over names and contents of files, the same on every machine and whatever their times are (git gives a
 * fresh clone new times, and an old file can come back with an old one).
 *
 * @param {string} root folder that the names are relative to
 * @param {string[]} paths files and folders under `root`; what does not exist counts as absent, and changes the hash when it comes
 * @returns {string} SHA-256 in hex
 */
export function fingerprint(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((path) => filesUnder(join(root, path))).sort()) {
    const contents = readFileSync(path);
    hash.update(`${relative(root, path).split(sep).join('/')}\0${contents.length}\0`).update(contents);
  }
  return hash.digest('hex');
}

/** Every file at or under `path`, links not followed into folders; empty when there is nothing. */
function filesUnder(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return [];
  if (!stats.isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const child = join(path, entry.name);
    if (entry.isDirectory()) return filesUnder(child);
    return entry.isFile() ? [child] : [];
  });
}
