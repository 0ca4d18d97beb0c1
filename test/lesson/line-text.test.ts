import { describe, expect, it } from 'vitest';
import { lineOf } from '../../src/lesson/line-text.js';
import { cuesOf } from './samples.js';

const lineOfTexts = (...texts: string[]) =>
  lineOf(
    cuesOf(...texts.map((text, i): [number, number, string] => [i * 1000, i * 1000 + 900, text])),
    0,
    texts.length - 1,
  );

describe('lineOf', () => {
  it('finds the words of an expression in the line, over breaks and cues', () => {
    const cues = cuesOf([0, 1, "I've been alone for as long\nas I can"], [1, 2, ' remember,  you\nknow.']);
    const line = lineOf(cues, 0, 1);
    expect(line.text).toBe("I've been alone for as long as I can remember, you know.");
    const ranges = line.rangesOf([
      { cue: 1, start: 0, end: 9 },
      { cue: 0, start: 20, end: 36 },
    ]);
    expect(ranges.map(({ start, end }) => line.text.slice(start, end))).toEqual([
      'as long as I can',
      'remember',
    ]);
  });

  it('takes a lone speaker’s mark away and leaves those of two', () => {
    expect(lineOfTexts('- Give it a shot.').text).toBe('Give it a shot.');
    expect(lineOfTexts('MAN 2: Give it', 'a shot.').text).toBe('Give it a shot.');
    expect(lineOfTexts('[sighs] ANN: Fine.').text).toBe('Fine.');
    expect(lineOfTexts('- Ready?\n- Almost.').text).toBe('- Ready? - Almost.');
    expect(lineOfTexts('NOTE:\nit is late').text).toBe('it is late');
  });

  it('takes sounds away, but never the expression, and never everything', () => {
    expect(lineOfTexts('♪ (laughing) Give it\na shot ♪').text).toBe('Give it a shot');
    expect(lineOfTexts('[door slams]').text).toBe('[door slams]');
    const cues = cuesOf([0, 1, '(Give it a shot)']);
    expect(lineOf(cues, 0, 0, [{ cue: 0, start: 1, end: 15 }]).text).toBe('(Give it a shot)');
  });

  it('counts in UTF-16, as spans do', () => {
    const cues = cuesOf([0, 1, '😀 -\u00a0 pick it up']);
    const start = cues[0]!.text.indexOf('pick');
    const line = lineOf(cues, 0, 0);
    const [range] = line.rangesOf([{ cue: 0, start, end: start + 4 }]);
    expect(line.text.slice(range!.start, range!.end)).toBe('pick');
  });
});
