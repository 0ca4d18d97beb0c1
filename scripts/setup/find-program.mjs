import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Places that a person's PATH often leaves out but where system tools such as `ip` live. */
const SYSTEM_FOLDERS = process.platform === 'win32' ? [] : ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * The full path of the first of `names` that is a program on PATH or in the system's own folders; undefined when
 * there is none. On Windows the usual endings are tried as well.
 */
export function findProgram(names, env = process.env) {
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), ...SYSTEM_FOLDERS];
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat', ''] : [''];
  for (const name of names) {
    for (const folder of folders) {
      for (const ending of endings) {
        const path = join(folder, name + ending);
        if (isProgram(path)) return path;
      }
    }
  }
  return undefined;
}

/** Whether `path` is a file that may be run. */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
