import { describe, expect, test } from 'vitest';
import { oneLine, pairTranslation, translationFor } from '../../src/subtitles/index.js';
import { cue, hasMedia, mediaCues } from './cues.js';

const SOURCE = [cue(0, 2000, 'A'), cue(2000, 4000, 'B'), cue(5000, 7000, 'C')];

describe('each translation cue goes to the one source cue it overlaps longest', () => {
  test.each([
    ['one to one, by time and not by position', [cue(5100, 7000, 'c')], [null, null, 'c']],
    ['shifted by 400 ms', [cue(400, 2400, 'a'), cue(2400, 4400, 'b'), cue(5400, 7400, 'c')], ['a', 'b', 'c']],
    ['many to one', [cue(5000, 5900, 'c1'), cue(6000, 7000, 'c2')], [null, null, 'c1\nc2']],
    ['one to many is not repeated', [cue(0, 3500, 'ab')], ['ab', null, null]],
    ['the earlier of two equals', [cue(1000, 3000, 'ab')], ['ab', null, null]],
    ['beside its line by less than half a second', [cue(7300, 8000, 'c')], [null, null, 'c']],
    ['far from any line', [cue(9000, 9500, 'x')], [null, null, null]],
    ['a chance overlap of a line that only the translation has', [cue(3950, 4400, 'x')], [null, null, null]],
    ['the same text twice', [cue(5000, 5900, 'c'), cue(6000, 7000, 'c')], [null, null, 'c']],
  ])('%s', (_, translation, expected) => {
    expect(pairTranslation(SOURCE, translation)).toEqual(expected);
  });

  test.skipIf(!hasMedia)(
    'a real film: nearly all lines find theirs, none is used twice (needs ../shared/media)',
    () => {
      const english = mediaCues('subtitles/elephants-dream/en.vtt');
      for (const language of ['ja', 'ru', 'de']) {
        const other = mediaCues(`subtitles/elephants-dream/${language}.vtt`);
        const paired = pairTranslation(english, other);
        expect(paired).toHaveLength(english.length);
        expect(paired.filter((text) => text !== null).length).toBeGreaterThan(english.length * 0.9);
        const lines = paired.flatMap((text) => text?.split('\n') ?? []).length;
        expect(lines).toBeLessThanOrEqual(other.flatMap(({ text }) => text.split('\n')).length);
      }
    },
  );

  test('fifty thousand cues take no time', () => {
    const many = Array.from({ length: 50_000 }, (_, i) => cue(i * 1000, i * 1000 + 900, String(i)));
    const started = performance.now();
    expect(pairTranslation(many, many)[49_999]).toBe('49999');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('the translation of an utterance', () => {
  const translation = [
    cue(0, 2000, 'a'),
    cue(2000, 4000, 'b'),
    cue(4000, 6000, 'b'),
    cue(8000, 12_000, 'long'),
  ];
  test.each([
    ['several cues, repeats once', 0, 6000, 'a\nb'],
    ['only those mostly within', 900, 4000, 'a\nb'],
    ['a neighbour that reaches in is left out', 1500, 4000, 'b'],
    ['half of a longer one that spans it', 8000, 9000, 'long'],
    ['silence', 6100, 7900, null],
  ])('%s', (_, startMs, endMs, expected) => {
    expect(translationFor(startMs, endMs, translation)).toBe(expected);
  });
});

test('one line', () => {
  expect(oneLine('as long\nas I can')).toBe('as long as I can');
  expect(oneLine('我々は\nたやすく死ぬ')).toBe('我々はたやすく死ぬ');
  expect(oneLine('나는\n늘')).toBe('나는 늘');
});
