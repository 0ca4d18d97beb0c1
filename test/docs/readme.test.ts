import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONFIG_VARIABLES } from '../../src/config/index.js';
import { ERROR_KINDS } from '../../src/shared/errors.js';

/** A document's text; the padding of its tables does not count. */
const read = (path: string) =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').replace(/ {2,}/g, ' ');

describe('what the documents say', () => {
  it('names every variable that is read, with its default', () => {
    const readme = read('README.md');
    for (const { name, default: standard, meaning } of CONFIG_VARIABLES) {
      expect(readme).toContain(`| \`${name}\` | ${standard} | ${meaning} |`);
    }
  });

  it('names every error with its exit code', () => {
    const errors = read('docs/errors.md');
    for (const [name, { exitCode, says }] of Object.entries(ERROR_KINDS)) {
      expect(errors).toMatch(new RegExp(`^\\| \`${name}\` \\| ${exitCode} \\| .* \\| ${says} \\|$`, 'm'));
    }
  });

  it('links only to files that are there', () => {
    for (const document of ['README.md', 'docs/architecture.md', 'docs/errors.md', 'docs/durability.md']) {
      for (const [, target] of read(document).matchAll(/\]\((?!https?:|#)([^)]+)\)/g)) {
        const folder = document.includes('/') ? 'docs/' : '';
        expect(() => statAt(`${folder}${target}`), `${document} links to ${target}`).not.toThrow();
      }
    }
  });
});

function statAt(path: string): void {
  statSync(new URL(`../../${path}`, import.meta.url));
}
