import type { Element } from './headword.js';
import type { Match } from './match.js';
import type { PartOfSpeech, Token } from './tokens.js';

const TIME_WORDS = new Set(
  'today tomorrow tonight yesterday now then again soon this that next every at later first one all any just only'.split(
    ' ',
  ),
);
const STARTS_AN_OBJECT: ReadonlySet<PartOfSpeech> = new Set(['DET', 'NOUN', 'PROPN', 'PRON', 'NUM', 'ADJ']);
/** Particles that are prepositions as well: "put the book on the table" holds no "put on". */
const ALSO_PREPOSITIONS = new Set('in on over off up down out by through along around about'.split(' '));

/**
 * Whether the words only look like the expression: a name, a clause that its grammar does not allow, or a
 * preposition in the place of its particle.
 */
export function isNearMiss(match: Match, tokens: readonly Token[]): boolean {
  const { entry, own } = match;
  const words = own.map((position) => tokens[position]!);
  const first = own[0]!;
  const last = own.at(-1)!;
  if (words.at(-1)!.cue - words[0]!.cue > 1) return true;
  if (!/\b\p{Lu}\p{Ll}/u.test(entry.headword) && words.some(({ nameLike }) => nameLike)) return true;
  if (isInsideName(tokens, first, last)) return true;

  const { afterBe, beforeDoing } = entry.surroundings;
  const next = tokens[last + 1];
  if (afterBe && !tokens.slice(Math.max(0, first - 4), first).some(({ keys }) => keys.includes('be')))
    return true;
  if (beforeDoing && !(next?.kind === 'word' && /.{2,}ing$/u.test(next.form))) return true;
  if (entry.exact !== null && !entry.exact.some((pattern) => saysExactly(pattern, words))) return true;
  const rightBefore = words[0]!.afterPause ? null : spokenWord(tokens[first - 1]);
  const rightAfter = next?.afterPause ? null : spokenWord(next);
  if (entry.aside && (rightBefore !== null || rightAfter !== null)) return true;
  if (rightBefore !== null && entry.notAfter.includes(rightBefore)) return true;
  if (rightAfter !== null && entry.notBefore.includes(rightAfter)) return true;
  if (rightAfter !== null && entry.onlyBefore !== null && !entry.onlyBefore.includes(rightAfter)) return true;
  if (entry.firstWord === 'VERB' && words[0]!.pos !== 'VERB') return true;
  return next?.kind === 'word' && endsElsewhere(match, tokens[last]!, next);
}

/** Whether the last word belongs to what follows: "going to happen", "put the book on the table". */
function endsElsewhere({ entry, split }: Match, last: Token, next: Token): boolean {
  const fromWordnet = entry.source === 'wordnet';
  if (fromWordnet && last.form === 'to' && (next.pos === 'VERB' || next.pos === 'AUX')) return true;
  if (!split || entry.kind !== 'phrasal verb' || !ALSO_PREPOSITIONS.has(last.form)) return false;
  if (fromWordnet && next.form === 'of') return true;
  return STARTS_AN_OBJECT.has(next.pos) && !TIME_WORDS.has(next.form);
}

function spokenWord(token: Token | undefined): string | null {
  return token?.kind === 'word' ? token.form : null;
}

function saysExactly(pattern: readonly Element[], words: readonly Token[]): boolean {
  const own = pattern.filter(({ type }) => type === 'word' || type === 'subject');
  return (
    own.length === words.length &&
    own.every(
      (element, index) =>
        element.type === 'subject' || (element.type === 'word' && element.word === words[index]!.form),
    )
  );
}

/** "the Piece of Cake bakery": every long word around the match is written as a name. */
function isInsideName(tokens: readonly Token[], first: number, last: number): boolean {
  const before = tokens[first - 1];
  const after = tokens[last + 1];
  return (
    before?.nameLike === true && after?.nameLike === true && before.pos === 'PROPN' && after.pos === 'PROPN'
  );
}

/** Whether an object follows the words or stands between them: "take off your coat", but not "we took off at six". */
export function hasObject(match: Match, tokens: readonly Token[]): boolean {
  if (match.split) return true;
  const next = tokens[match.own.at(-1)! + 1];
  return next?.kind === 'word' && !TIME_WORDS.has(next.form) && STARTS_AN_OBJECT.has(next.pos);
}

/** How many words away a word still speaks for a literal use of an expression that is seldom literal. */
const CLOSE = 5;

function closeBy(own: readonly number[], tokens: readonly Token[]): Set<string> {
  const around = tokens.slice(Math.max(0, own[0]! - CLOSE), own.at(-1)! + 1 + CLOSE);
  return new Set(around.flatMap(({ form, lemma }) => [form, lemma]));
}

/**
 * What speaks for a literal use, in words for a person; null when nothing does.
 *
 * @param nearby all words of the utterance and its neighbours: they count for expressions that are prone to it
 */
export function literalClue(
  match: Match,
  tokens: readonly Token[],
  nearby: ReadonlySet<string>,
): string | null {
  const { entry, own } = match;
  const clue = entry.literalClues.find((word) =>
    (entry.literalProne ? nearby : closeBy(own, tokens)).has(word),
  );
  if (clue !== undefined) return `${JSON.stringify(clue)} is said near by`;
  const last = tokens[own.at(-1)!]!;
  const next = tokens[own.at(-1)! + 1];
  const tellsPlace = next?.form === 'here' || next?.form === 'there';
  if (tellsPlace && entry.kind === 'phrasal verb' && (entry.source === 'wordnet' || entry.literalProne)) {
    return `"${last.form} ${next.form}" is a place`;
  }
  return null;
}
