import { describe, expect, it } from 'vitest';
import { isAtLeast, parseVersion } from '../../scripts/setup/node-version.mjs';

describe('versions', () => {
  it('reads them with and without a leading v, and with parts missing', () => {
    expect(parseVersion('v20.19.4')).toEqual({ major: 20, minor: 19, patch: 4 });
    expect(parseVersion('22')).toEqual({ major: 22, minor: 0, patch: 0 });
    expect(parseVersion('24.0.0-nightly')).toEqual({ major: 24, minor: 0, patch: 0 });
  });

  it.each([
    ['20.19.0', '20.19', true],
    ['20.18.3', '20.19', false],
    ['20.9.0', '20.19', false],
    ['22.0.0', '20.19', true],
    ['18.99.99', '20.19', false],
    ['20.19.1', '20.19.2', false],
  ])('%s against at least %s: %s', (found, least, expected) => {
    expect(isAtLeast(found, least)).toBe(expected);
  });
});
