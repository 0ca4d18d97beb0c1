import { describe, expect, it } from 'vitest';
import { lockDifference } from '../../scripts/setup/packages.mjs';

const linux = { os: 'linux', cpu: 'x64', libc: 'glibc' };
const zod = { version: '4.6.7' };
const forLinux = { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['glibc'] };
const forMusl = { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] };
const forMac = { version: '1.0.0', optional: true, os: ['darwin'], cpu: ['arm64'] };

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': zod,
    'node_modules/@img/sharp-linux-x64': forLinux,
    'node_modules/@img/sharp-linuxmusl-x64': forMusl,
    'node_modules/@img/sharp-darwin-arm64': forMac,
  },
};

const installed = (packages: Record<string, object>) => ({ packages });

describe('whether node_modules is what the lockfile asks for', () => {
  it('is, without the packages of other systems', () => {
    const found = installed({ 'node_modules/zod': zod, 'node_modules/@img/sharp-linux-x64': forLinux });
    expect(lockDifference(lock, found, linux)).toBeUndefined();
  });

  it('is not when it was made on another system', () => {
    const found = installed({ 'node_modules/zod': zod, 'node_modules/@img/sharp-darwin-arm64': forMac });
    expect(lockDifference(lock, found, linux)).toBe('@img/sharp-linux-x64 is missing');
  });

  it('is not with another version, and says which', () => {
    const found = installed({
      'node_modules/zod': { version: '3.0.0' },
      'node_modules/@img/sharp-linux-x64': forLinux,
    });
    expect(lockDifference(lock, found, linux)).toBe('zod is 3.0.0, not 4.6.7');
  });

  it('is not with a package that was removed from the lockfile', () => {
    const found = installed({
      'node_modules/zod': zod,
      'node_modules/@img/sharp-linux-x64': forLinux,
      'node_modules/left-pad': { version: '1.3.0' },
    });
    expect(lockDifference(lock, found, linux)).toBe('left-pad is no longer wanted');
  });

  it('understands "every system but this one"', () => {
    const notWindows = {
      packages: { 'node_modules/fsx': { version: '1.0.0', optional: true, os: ['!win32'] } },
    };
    expect(lockDifference(notWindows, installed({}), linux)).toBe('fsx is missing');
    expect(lockDifference(notWindows, installed({}), { os: 'win32', cpu: 'x64' })).toBeUndefined();
  });
});
