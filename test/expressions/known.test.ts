import { expect, it } from 'vitest';
import { knownExpressions } from '../../src/expressions/ranking/known.js';

it.each([
  ['give up', 'give up'],
  ['GAVE UP', 'give up'],
  ['to give up (v.)', 'give up'],
  ['lost my mind', "lose one's mind"],
  ['lose sb\u2019s mind', "lose one's mind"],
  ['give sb a hand', 'give someone a hand'],
  ['pick {sth} up', 'pick up'],
  ['piece of cake', 'a piece of cake'],
  ['a piece-of-cake.', 'a piece of cake'],
])('%j on the list means %j', (line, headword) => {
  expect(knownExpressions(['something else', line])(headword)).toBe(true);
});

it.each([
  ['give', 'give up'],
  ['give up on', 'give up'],
  ['look for', 'look after'],
  ['', 'give up'],
])('%j on the list does not mean %j', (line, headword) => {
  expect(knownExpressions([line])(headword)).toBe(false);
});
