import { describe, expect, it } from 'vitest';
import { mergeUtterances } from '../../src/lesson/index.js';
import { cuesOf } from './samples.js';

const texts = (...rows: [number, number, string][]) =>
  mergeUtterances(cuesOf(...rows)).map(({ text }) => text);

describe('mergeUtterances', () => {
  it('joins a sentence that was cut into cues', () => {
    const utterances = mergeUtterances(
      cuesOf(
        [1000, 2500, 'If you give it'],
        [2600, 4000, 'a shot, you might\nlike it.'],
        [4200, 5000, 'Trust me.'],
      ),
    );
    expect(utterances).toEqual([
      { cues: [0, 1], startMs: 1000, endMs: 4000, text: 'If you give it a shot, you might like it.' },
      { cues: [2], startMs: 4200, endMs: 5000, text: 'Trust me.' },
    ]);
  });

  it('takes up what trailed off, without the dots of the second cue', () => {
    expect(texts([0, 1000, 'I never...'], [1100, 2000, '...meant it.'])).toEqual(['I never... meant it.']);
    expect(texts([0, 1000, 'I wonder...'], [1100, 2000, 'Forget it.'])).toEqual([
      'I wonder...',
      'Forget it.',
    ]);
    expect(texts([0, 1000, 'I only wanted–'], [1100, 2000, '–to help.'])).toHaveLength(1);
    expect(texts([0, 1000, 'I only wanted–'], [1100, 2000, '– To help?'])).toHaveLength(2);
  });

  it('goes on after a stop when the next cue begins in lower case, and after an abbreviation', () => {
    expect(texts([0, 1000, 'Wait, Mr.'], [1100, 2000, 'Brown is here.'])).toEqual([
      'Wait, Mr. Brown is here.',
    ]);
    expect(texts([0, 1000, 'He said “go!”'], [1100, 2000, 'and went.'])).toHaveLength(1);
  });

  it('does not take lower case for a sign where everything is in lower case', () => {
    const rows = ['come in.', 'sit down.', 'have some tea.', 'no, thanks.', 'suit yourself.'];
    expect(
      texts(...rows.map((text, i): [number, number, string] => [i * 1000, i * 1000 + 900, text])),
    ).toEqual(rows);
  });

  it('ends with a second of silence or at twelve seconds', () => {
    expect(texts([0, 1000, 'And then'], [2000, 3000, 'he left'])).toHaveLength(2);
    expect(texts([0, 1000, 'And then'], [1999, 3000, 'he left'])).toHaveLength(1);
    expect(texts([0, 6000, 'so'], [6000, 12_000, 'on'])).toHaveLength(1);
    expect(texts([0, 6000, 'so'], [6000, 12_001, 'on'])).toHaveLength(2);
  });

  it('keeps speakers, sounds and songs apart', () => {
    expect(texts([0, 1000, '- Ready?\n- almost'], [1000, 2000, 'there'])).toEqual([
      '- Ready? - almost',
      'there',
    ]);
    expect(texts([0, 1000, 'are you'], [1000, 2000, '- who, me?'])).toHaveLength(2);
    expect(texts([0, 1000, 'I would'], [1000, 2000, 'ANN: never do that.'])).toEqual([
      'I would',
      'never do that.',
    ]);
    expect(
      texts([0, 1000, 'I would'], [1000, 2000, '[door slams]'], [2000, 3000, 'never do that']),
    ).toHaveLength(3);
    expect(texts([0, 1000, '♪ oh baby'], [1000, 2000, 'what is that'])).toHaveLength(2);
  });

  it('does not join texts that are on screen together', () => {
    expect(texts([0, 3000, 'PARIS'], [200, 3000, 'we are late'])).toHaveLength(2);
  });

  it('puts every cue into exactly one utterance, also of none', () => {
    expect(mergeUtterances([])).toEqual([]);
    const cues = cuesOf([0, 1, ''], [5, 4, '...'], [3, 9, 'a']);
    expect(mergeUtterances(cues).flatMap(({ cues: own }) => own)).toEqual([0, 1, 2]);
  });
});
