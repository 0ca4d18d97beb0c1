import type { PartOfSpeech, Token } from '../text/tokens.js';

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
