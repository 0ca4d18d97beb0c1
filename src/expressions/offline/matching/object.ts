import type { PartOfSpeech, Token } from '../text/tokens.js';
import type { Match } from './match.js';

const TIME_WORDS = new Set(
  'today tomorrow tonight yesterday now then again soon this that next every at later first one all any just only'.split(
    ' ',
  ),
);
const STARTS_AN_OBJECT: ReadonlySet<PartOfSpeech> = new Set(['DET', 'NOUN', 'PROPN', 'PRON', 'NUM', 'ADJ']);

/** Whether a word begins an object: "the coat", "him", but not "tonight". */
export function startsAnObject(token: Token | undefined): boolean {
  return token?.kind === 'word' && !TIME_WORDS.has(token.form) && STARTS_AN_OBJECT.has(token.pos);
}

/** Whether an object follows the words or stands between them: "take off your coat", but not "we took off at six". */
export function hasObject({ own, objectWords }: Match, tokens: readonly Token[]): boolean {
  return objectWords > 0 || startsAnObject(tokens[own.at(-1)! + 1]);
}

const PERSONS = new Set(
  'me you him her us them who whom everyone everybody someone somebody anyone anybody nobody'.split(' '),
);
const THINGS = new Set('it this that these those something anything everything nothing'.split(' '));

/** Whether the object is somebody or something; null where there is none or that cannot be told. */
export function objectKindOf({ own }: Match, tokens: readonly Token[]): 'person' | 'thing' | null {
  const gap = own.findIndex((position, index) => index > 0 && position > own[index - 1]! + 1);
  const start = gap < 0 ? own.at(-1)! + 1 : own[gap - 1]! + 1;
  for (const token of tokens.slice(start, start + 3)) {
    if (PERSONS.has(token.form) || token.pos === 'PROPN') return 'person';
    if (THINGS.has(token.form)) return 'thing';
    if (token.kind !== 'word' || token.pos === 'NOUN') return null;
  }
  return null;
}
