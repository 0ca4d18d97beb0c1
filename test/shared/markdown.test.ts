import { describe, expect, it } from 'vitest';
import { markdownCode, markdownText } from '../../src/shared/markdown.js';

describe('markdownText', () => {
  it('shows what is in files as it is, whatever it would mean in markdown', () => {
    expect(markdownText('a_b*c|d')).toBe('a\\_b\\*c\\|d');
    expect(markdownText('[x](javascript:alert(1))')).not.toMatch(/(^|[^\\])[[\]()]/);
    expect(markdownText('<img src=x onerror=1> &lt;')).toBe('\\<img src=x onerror=1\\> \\&lt;');
  });

  it.each([
    'https://evil.example/x',
    'HTTP://EVIL.example',
    'www.evil.example',
    'WWW.EVIL',
    'boss@evil.example',
  ])('leaves nothing in %s that a viewer would make a link of, and shows it as it was', (address) => {
    const shown = markdownText(`see ${address}`).replace(/\\([^\w\s])/g, '$1');
    // What mdast-util-gfm-autolink-literal (2.0.1) looks for in the text that it has read.
    expect(shown).not.toMatch(/(https?:\/\/|www(?=\.))([-.\w]+)/i);
    expect(shown).not.toMatch(/([-.\w+]+)@([-\w]+(?:\.[-\w]+)+)/);
    expect(shown.replaceAll('\u2060', '')).toBe(`see ${address}`);
  });

  it('lets nothing out of code', () => {
    expect(markdownCode('a`b`\n\n# c')).toBe("`a'b' # c`");
  });

  it('keeps to one line, and to a bounded one', () => {
    expect(markdownText('one\n\ntwo\tthree')).toBe('one two three');
    expect(markdownText('x'.repeat(5000))).toHaveLength(2000);
    expect(markdownText('[[[[', 2)).toBe('\\[\\[');
  });
});
