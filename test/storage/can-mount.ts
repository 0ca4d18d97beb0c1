import { execFileSync } from 'node:child_process';

/** Whether this process may mount file systems (in a test, as root on Linux). */
export const canMount = (() => {
  try {
    execFileSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs -o size=64k tmpfs /mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
