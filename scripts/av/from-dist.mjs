import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Imports a module of the built langflix by its path in `dist`. */
export function fromDist(path) {
  return import(pathToFileURL(join(root, 'dist', path)).href);
}
