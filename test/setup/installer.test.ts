import { describe, expect, it } from 'vitest';
import { extrasFor } from '../../scripts/setup/extras.mjs';
import { isCi, wayToInstall } from '../../scripts/setup/installer.mjs';

const debian = { apt: true, root: false, sudo: true, ci: false, terminal: true };

describe('how system packages may be installed', () => {
  it('asks a person at a terminal', () => {
    expect(wayToInstall(debian)).toBe('ask');
  });

  it('asks nobody as root or in CI', () => {
    expect(wayToInstall({ ...debian, root: true })).toBe('apt');
    expect(wayToInstall({ ...debian, root: true, ci: true, terminal: false })).toBe('apt');
    expect(wayToInstall({ ...debian, ci: true })).toBe('sudo');
  });

  it('only tells where it cannot ask, or could not install', () => {
    expect(wayToInstall({ ...debian, terminal: false })).toBe('tell');
    expect(wayToInstall({ ...debian, sudo: false })).toBe('tell');
    expect(wayToInstall({ ...debian, apt: false, root: true })).toBe('tell');
  });

  it.each([
    [undefined, false],
    ['', false],
    ['false', false],
    ['0', false],
    ['true', true],
    ['1', true],
    ['woodpecker', true],
  ])('CI=%s means nobody is watching: %s', (value, expected) => {
    expect(isCi(value === undefined ? {} : { CI: value })).toBe(expected);
  });
});

describe('extras', () => {
  const names = (options: { tests: boolean; platform: string }) => extrasFor(options).map(({ name }) => name);

  it('are speech for the demo, and what tests drive for tests', () => {
    expect(names({ tests: false, platform: 'linux' })).toEqual(['espeak-ng']);
    expect(names({ tests: true, platform: 'linux' })).toEqual(['espeak-ng', 'Chromium', 'ip (iproute2)']);
    expect(names({ tests: true, platform: 'darwin' })).toEqual(['espeak-ng', 'Chromium']);
  });

  it('never cost a question when only speech is missing', () => {
    expect(extrasFor({ tests: false, platform: 'linux' }).some((extra) => 'worthAsking' in extra)).toBe(
      false,
    );
  });
});
