import { expect, it } from 'vitest';
import { fileSlug } from '../../src/lesson/index.js';

it.each([
  ['give it a shot', 'give-it-a-shot'],
  ['don’t push one’s luck', 'dont-push-ones-luck'],
  ['déjà vu', 'deja-vu'],
  ['../../etc/passwd', 'etc-passwd'],
  ['기회를 주다', 'expression'],
  ['', 'expression'],
  ['so <far> | so "good"?*:', 'so-far-so-good'],
  ['when push comes to shove and nothing else will do any more', 'when-push-comes-to-shove-and-nothing'],
  ['x'.repeat(300), 'x'.repeat(40)],
])('fileSlug(%j) is %j', (headword, slug) => {
  expect(fileSlug(headword)).toBe(slug);
});
