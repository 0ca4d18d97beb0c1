import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { days, duration, language, level, wholeNumber } from '../../src/client/cli/arguments.js';

describe('a length of time', () => {
  it.each([
    ['25m', 1_500_000],
    ['90s', 90_000],
    ['1.5h', 5_400_000],
    ['500ms', 500],
    [' 2s ', 2000],
  ])('%j is %i ms', (text, ms) => {
    expect(duration(text)).toBe(ms);
  });
  it.each(['25', 'm', '', '-5m', '1e3s', '5 m', '0s', '0.0001ms', '3d'])('%j is refused', (text) => {
    expect(() => duration(text)).toThrow(InvalidArgumentError);
  });
});

it('a whole number has bounds, and no other spelling', () => {
  const parse = wholeNumber(1, 50);
  expect([parse('1'), parse('50'), parse('007')]).toEqual([1, 50, 7]);
  for (const text of ['0', '51', '', ' ', '3.0', '+3', '-1', '0x10', '1e1', 'ten']) {
    expect(() => parse(text), text).toThrow('Use a whole number from 1 to 50.');
  }
});

it('days may be parts of one, but not endless', () => {
  expect([days('7'), days('0'), days('0.5')]).toEqual([7, 0, 0.5]);
  for (const text of ['-1', 'week', '', 'Infinity', '99999'])
    expect(() => days(text), text).toThrow(InvalidArgumentError);
});

it('levels and languages are taken in either case', () => {
  expect([level('b2'), level('C1')]).toEqual(['B2', 'C1']);
  expect([language('KO'), language('fil')]).toEqual(['ko', 'fil']);
  for (const text of ['B3', '', 'B', 'B1 '])
    expect(() => level(text), text).toThrow('A1, A2, B1, B2, C1, C2');
  for (const text of ['Korean', 'k', '', 'ko-KR', '../x'])
    expect(() => language(text), text).toThrow('such as ko');
});
