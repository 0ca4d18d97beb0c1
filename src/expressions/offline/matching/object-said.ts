import type { Token } from '../text/tokens.js';
import type { Match } from './match.js';
import { startsAnObject } from './object.js';

/**
 * What a line tells of a verb's object. `some`: there is one, of whatever kind. `unknown`: it may stand elsewhere, as in
 * "What did you put down?" and "a man we picked up".
 */
export type ObjectSaid = 'none' | 'person' | 'thing' | 'some' | 'unknown';

/** Longest object that is looked through for its noun, in words. */
const LONGEST = 4;
/** How far before the verb a question word or a passive's subject is looked for, in words. */
const BEFORE = 8;

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const PERSONAL = wordsOf('me you him us who whom i he she we');
const PEOPLE = wordsOf(
  'everyone everybody someone somebody anyone anybody nobody myself yourself himself herself ourselves yourselves ' +
    'themselves man men woman women guy guys boy boys girl girls kid kids child children baby babies people person mother ' +
    'mom mum mommy mummy ma father dad daddy pa parent parents son sons daughter daughters brother brothers sister sisters ' +
    'wife husband uncle aunt cousin grandma grandpa grandmother grandfather family friend friends boyfriend girlfriend ' +
    'boss doctor nurse cop cops officer police soldier soldiers guard guards lawyer teacher student students client ' +
    'clients customer customers neighbor neighbour stranger prisoner suspect witness killer thief lady ladies gentleman ' +
    'gentlemen sir captain king queen prince princess buddy partner crew team folks bastard idiot son-in-law patient guests ' +
    'guest crowd enemy fella bloke lads lad owner driver pilot detective manager agent waiter priest president actor singer hostage ' +
    'hostages victim victims',
);
const THINGS = wordsOf('it this that these those something anything everything nothing stuff thing things');
/** Their thing or person stands before the verb. */
const FRONTED = wordsOf('what whatever who whoever whom which whose that');
const SUBJECTS = wordsOf('i you he she we they');
const NEVER_AN_OBJECT = wordsOf('i he she we they there here');
const TIMES = wordsOf(
  'today tomorrow tonight yesterday last next every now then again soon first one once twice later morning afternoon ' +
    'evening night day week month year monday tuesday wednesday thursday friday saturday sunday time minute minutes hours',
);
const POSSESSIVES = wordsOf('my your his her its our their');
const IN_A_PASSIVE = wordsOf('be get');
const BETWEEN: ReadonlySet<string> = new Set(['ADV', 'PART']);

/**
 * The object of a match's verb, from the words between and after its own, or before it in a passive.
 *
 * @param nouns whether a noun's usual meaning can be touched; what is neither may be a person
 */
export function objectSaid(
  { own, objectWords }: Pick<Match, 'own' | 'objectWords'>,
  tokens: readonly Token[],
  nouns: ReadonlyMap<string, boolean>,
): ObjectSaid {
  if (objectWords > 0) {
    const gap = own.findIndex((position, index) => index > 0 && position > own[index - 1]! + 1);
    const start = own[gap - 1]! + 1;
    return kindOf(tokens.slice(start, start + objectWords), nouns);
  }
  const passive = subjectOfPassive(tokens, own[0]!, nouns);
  if (passive !== null) return passive;
  const after = own.at(-1)! + 1;
  const next = tokens[after];
  if (next?.form === 'that' && tokens[after + 1]?.kind === 'word') return 'unknown';
  if (mayBeAnObject(next)) {
    const phrase = nounPhrase(tokens, after);
    // "She checked out this morning."
    if (!TIMES.has(phrase.at(-1)!.form)) return kindOf(phrase, nouns);
  }
  return mayStandBefore(tokens, own[0]!) ? 'unknown' : 'none';
}

function mayBeAnObject(token: Token | undefined): boolean {
  if (token === undefined || token.kind !== 'word') return false;
  if (NEVER_AN_OBJECT.has(token.form) || TIMES.has(token.form)) return false;
  return startsAnObject(token) || PERSONAL.has(token.form) || THINGS.has(token.form);
}

/** The words from one that begins an object to its noun: "the old radio". */
function nounPhrase(tokens: readonly Token[], start: number): Token[] {
  const words = tokens.slice(start, start + LONGEST);
  const end = words.findIndex((token, index) => {
    if (index === 0) return false;
    if (!startsAnObject(token) || token.pos === 'PRON' || token.pos === 'DET') return true;
    // "Him last night", "smoking last year", but "this morning".
    return TIMES.has(token.form) && words[index - 1]!.pos !== 'DET';
  });
  return end < 0 ? words : words.slice(0, end);
}

function kindOf(words: readonly Token[], nouns: ReadonlyMap<string, boolean>): ObjectSaid {
  const head = words.at(-1);
  if (head === undefined) return 'some';
  const { form, lemma, pos } = head;
  if (PERSONAL.has(form) || PEOPLE.has(form)) return 'person';
  if (form === 'her' && words.length === 1) return 'person';
  if (THINGS.has(form)) return 'thing';
  if (head.nameLike && pos === 'PROPN' && words.length === 1) return 'person';
  if (nouns.has(form) || nouns.has(lemma)) return POSSESSIVES.has(form) ? 'some' : 'thing';
  return 'some';
}

/** "He got picked up": what it was done to; null when the verb is no passive. */
function subjectOfPassive(
  tokens: readonly Token[],
  verb: number,
  nouns: ReadonlyMap<string, boolean>,
): ObjectSaid | null {
  if (!isParticiple(tokens[verb]!)) return null;
  let at = verb - 1;
  while (at >= 0 && BETWEEN.has(tokens[at]!.pos)) at -= 1;
  const helper = tokens[at];
  if (
    helper === undefined ||
    helper.form.startsWith("'") ||
    !helper.keys.some((key) => IN_A_PASSIVE.has(key))
  )
    return null;
  const before = tokens
    .slice(Math.max(0, at - BEFORE), at)
    .findLast(({ kind, pos }) => kind !== 'word' || pos === 'PRON' || pos === 'NOUN' || pos === 'PROPN');
  return before?.kind === 'word' ? kindOf([before], nouns) : 'some';
}

function isParticiple({ form, keys }: Token): boolean {
  return (
    !form.endsWith('ing') &&
    (/(?:ed|en|n|t|ung|ought|aught|d)$/u.test(form) || keys.length > 1 || form === 'put')
  );
}

/** Whether the object may stand before the verb: a question, a clause that tells of a noun, "hard to take in". */
function mayStandBefore(tokens: readonly Token[], verb: number): boolean {
  const before = tokens.slice(Math.max(0, verb - BEFORE), verb);
  const start = before.findLastIndex(({ kind }) => kind === 'barrier') + 1;
  const words = before.slice(start);
  if (words.some(({ form }) => FRONTED.has(form))) return true;
  const [two, one] = words.slice(-2);
  if (two === undefined || one === undefined) return false;
  const isNoun = two.pos === 'NOUN' || two.pos === 'PROPN' || /thing$/u.test(two.form);
  return (one.form === 'to' && (isNoun || two.pos === 'ADJ')) || (SUBJECTS.has(one.form) && isNoun);
}
