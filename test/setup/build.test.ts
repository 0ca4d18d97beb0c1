import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reasonToBuild } from '../../scripts/setup/build.mjs';
import { fingerprint } from '../../scripts/setup/fingerprint.mjs';
import { linkOwnCommand } from '../../scripts/setup/own-command.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'langflix-setup-'));
  mkdirSync(join(root, 'src', 'media'), { recursive: true });
  writeFileSync(join(root, 'src', 'media', 'probe.ts'), 'one');
  writeFileSync(join(root, 'package.json'), '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const now = () => fingerprint(root, ['src', 'package.json', 'absent.json']);

describe('the fingerprint of the sources', () => {
  it('stays when only times change, as in a fresh clone', () => {
    const before = now();
    utimesSync(join(root, 'package.json'), 0, 0);
    expect(now()).toBe(before);
  });

  it.each<[string, () => void]>([
    ['a changed file', () => writeFileSync(join(root, 'src', 'media', 'probe.ts'), 'two')],
    ['a new file', () => writeFileSync(join(root, 'src', 'new.ts'), '')],
    ['a removed file', () => rmSync(join(root, 'src', 'media', 'probe.ts'))],
    ['a file that comes where none was', () => writeFileSync(join(root, 'absent.json'), '{}')],
    [
      'a moved file',
      () => {
        rmSync(join(root, 'src', 'media', 'probe.ts'));
        writeFileSync(join(root, 'src', 'probe.ts'), 'one');
      },
    ],
  ])('changes with %s', (_, change) => {
    const before = now();
    change();
    expect(now()).not.toBe(before);
  });
});

describe('when to build', () => {
  it('not when dist stands for these sources', () => {
    expect(reasonToBuild({ wanted: 'a', found: 'a', missing: undefined })).toBeUndefined();
  });

  it('when there is none, it is old, or parts of it are gone', () => {
    expect(reasonToBuild({ wanted: 'a', found: undefined, missing: 'dist/main.js' })).toBe('first time');
    expect(reasonToBuild({ wanted: 'b', found: 'a', missing: undefined })).toBe('the sources have changed');
    expect(reasonToBuild({ wanted: 'a', found: 'a', missing: 'dist/main.js' })).toBe('dist/main.js is gone');
    expect(reasonToBuild({ wanted: 'a', found: undefined, missing: undefined })).toBe(
      'the last build did not finish',
    );
  });
});

describe.skipIf(process.platform === 'win32')('the clone’s own command', () => {
  it('is linked into node_modules/.bin, again and again', () => {
    mkdirSync(join(root, 'node_modules'));
    linkOwnCommand(root);
    linkOwnCommand(root);
    expect(readlinkSync(join(root, 'node_modules', '.bin', 'langflix'))).toBe(
      '../../dist/client/cli/main.js',
    );
  });

  it('is not put into a node_modules that lives elsewhere', () => {
    const elsewhere = join(root, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(root, 'node_modules'));
    linkOwnCommand(root);
    expect(lstatSync(join(elsewhere, '.bin'), { throwIfNoEntry: false })).toBeUndefined();
  });
});
