import { describe, expect, it } from 'vitest';
import { markdownText } from '../../src/workflows/markdown.js';

describe('markdownText', () => {
  it('shows what is in files as it is, whatever it would mean in markdown', () => {
    expect(markdownText('a_b*c|d')).toBe('a\\_b\\*c\\|d');
    expect(markdownText('[x](javascript:alert(1))')).not.toMatch(/(^|[^\\])[[\]()]/);
    expect(markdownText('<img src=x onerror=1> &lt;')).toBe('\\<img src=x onerror=1\\> \\&lt;');
  });

  it('keeps to one line, and to a bounded one', () => {
    expect(markdownText('one\n\ntwo\tthree')).toBe('one two three');
    expect(markdownText('x'.repeat(5000))).toHaveLength(2000);
  });
});
