import type { LexiconEntry } from '../lexicon/lexicon-entry.js';
import type { Match } from '../matching/match.js';
import { startsAnObject } from '../matching/object.js';
import type { Token } from '../text/tokens.js';
import { nextWordsFeatures } from './next-words.js';

/** What is seen in a match besides its words. */
export interface MatchContext {
  tokens: readonly Token[];
  /** Whether a noun's usual meaning can be touched. */
  nouns: ReadonlyMap<string, boolean>;
  /** Whether a longer match has all its words. */
  insideLonger: boolean;
  /** Whether something near by speaks for a literal use. */
  literal: boolean;
}

/** Particles that are prepositions as well: "put the book on the table" holds no "put on". */
const ALSO_PREPOSITIONS = new Set('in on over off up down out by through along around about to'.split(' '));
const FUNCTION_WORDS = new Set(
  'be have do make take get give go come put keep let see say know up down out off on in away back over of to for at with by from as into about that it you I we a an the no not all any what how if this your my one so'.split(
    ' ',
  ),
);

/**
 * All that speaks for or against a match, as names of what is the case. Names are what `data/scorer.json` gives
 * weights to; one without a weight counts nothing.
 */
export function featuresOf(match: Match, context: MatchContext): string[] {
  const { entry, words } = match;
  const group = groupOf(entry);
  let ofEntry = entryFeaturesOf.get(words);
  if (ofEntry === undefined) {
    ofEntry = entryFeatures(entry, words, group);
    entryFeaturesOf.set(words, ofEntry);
  }
  return [
    ...ofEntry,
    ...formFeatures(match, context.tokens, group),
    ...surroundingFeatures(match, context, group),
    ...nextWordsFeatures(match, context, group),
    ...thingsNearby(match, context),
  ];
}

/** By the wording: each belongs to one entry. */
const entryFeaturesOf = new WeakMap<readonly string[], string[]>();

/** Entries that behave alike. */
function groupOf({ source, kind, wordnet, startsWithVerb }: LexiconEntry): string {
  if (source === 'wordnet') return kind === 'phrasal verb' ? 'wn phrasal' : `wn ${wordnet?.pos ?? ''}`;
  if (kind === 'phrasal verb') return 'own phrasal';
  return `own ${kind}${startsWithVerb ? ' v' : ''}`;
}

function entryFeatures(entry: LexiconEntry, words: readonly string[], group: string): string[] {
  const features = [
    'any',
    group,
    `${group}, ${Math.min(words.length, 4)} words`,
    `${group}, rarest ${rarity(entry.rarest)}`,
    `${group}, opacity ${entry.opacity}`,
    `${group}, ${entry.kind}`,
    `${group}, ${entry.level}`,
  ];
  const { wordnet, source } = entry;
  features.push(
    `${group}, begins ${functionWord(words[0]!)}`,
    `${group}, ends ${functionWord(words.at(-1)!)}`,
  );
  if (wordnet !== null) {
    const { tagged, senses } = wordnet;
    features.push(
      `${group}, tagged ${tagged === 0 ? '0' : tagged < 3 ? '1-2' : tagged < 10 ? '3-9' : '10+'}`,
      `${group}, ${Math.min(senses, 3)} senses`,
    );
  }
  if (source === 'wordnet') {
    if (entry.dependable) features.push(`${group}, dependable`);
  } else {
    features.push(
      `${group}, spoken ${entry.spoken}`,
      `${group}, ${wordnet === null ? 'not ' : ''}in WordNet`,
      `own, literal-prone ${entry.literalProne}`,
    );
    if (entry.exact) features.push('own, exact');
  }
  return features;
}

function rarity(zipf: number): string {
  return zipf < 3.5 ? '<3.5' : zipf < 4.3 ? '<4.3' : zipf < 5 ? '<5' : zipf < 5.7 ? '<5.7' : '>5.7';
}

/** Function words and light verbs by themselves, all others as one. */
function functionWord(word: string): string {
  return FUNCTION_WORDS.has(word) ? word : 'other';
}

function formFeatures(match: Match, tokens: readonly Token[], group: string): string[] {
  const { entry, own, words, objectWords, inserted, overDash } = match;
  const said = own.map((position) => tokens[position]!);
  const features: string[] = [];
  const changed = said.map(({ form }, index) => form !== words[index] && words[index] !== 'I');
  const firstChanged = changed[0] === true;
  const othersChanged = changed.slice(1).some(Boolean);
  const change = `${firstChanged ? 'first' : ''}${othersChanged ? ' others' : ''}`.trim() || 'nothing';
  features.push(`${group}, inflected: ${change}`);
  if (entry.literalProne > 0) features.push(`literal-prone ${entry.literalProne}, inflected: ${change}`);
  // Found by a stem alone: neither the word as said nor its lemma is the dictionary's.
  if (
    said.some(
      ({ form, lemma }, index) => form !== words[index] && lemma !== words[index] && words[index] !== 'I',
    )
  )
    features.push('by stem');
  if (objectWords > 0) features.push(`${group}, object of ${objectWords}`);
  if (inserted !== null) {
    features.push(`${group}, put in`, `put in: ${tokens[inserted]!.pos}`);
    if (entry.literalProne > 0) features.push('literal-prone, put in');
  }
  if (overDash) features.push('over dash');
  if (said.some(({ afterPause }, index) => afterPause && index > 0)) features.push('over pause');
  if (said.at(-1)!.cue !== said[0]!.cue) features.push('over cues');
  const names = said.filter(({ nameLike }) => nameLike).length;
  if (!/\b\p{Lu}\p{Ll}/u.test(entry.headword) && names > 0)
    features.push(names === said.length ? 'all names' : 'some names');
  return features;
}

function surroundingFeatures(match: Match, context: MatchContext, group: string): string[] {
  const { entry, own, objectWords } = match;
  const { tokens, insideLonger, literal } = context;
  const first = tokens[own[0]!]!;
  const last = tokens[own.at(-1)!]!;
  const before = tokens[own[0]! - 1];
  const after = tokens[own.at(-1)! + 1];
  const features = [
    `${group}, first ${first.pos}`,
    `${group}, last ${last.pos}`,
    `${group}, before ${sort(before)}`,
    `${group}, after ${sort(after)}`,
  ];
  if (insideLonger) features.push('inside longer', `${group}, inside longer`);
  if (literal) features.push('literal clue');
  if (entry.startsWithVerb && first.pos !== 'VERB') features.push('verb is none');
  if (before?.nameLike && after?.nameLike && before.pos === 'PROPN' && after.pos === 'PROPN')
    features.push('inside name');
  if (entry.literalProne > 0)
    features.push(`literal-prone ${entry.literalProne}, after ${after?.form === 'of' ? 'of' : sort(after)}`);
  if (entry.kind === 'phrasal verb') {
    if (objectWords > 0 && ALSO_PREPOSITIONS.has(last.form)) {
      if (startsAnObject(after)) features.push('particle is preposition');
      if (after?.form === 'of') features.push('particle before of');
    }
    if (entry.surroundings.takesObject && objectWords === 0)
      features.push(startsAnObject(after) ? 'object follows' : 'object missing');
  }
  if (last.form === 'to' && (after?.pos === 'VERB' || after?.pos === 'AUX')) features.push('to before verb');
  return features;
}

/** How far a noun's influence reaches, in words. */
const NEAR = 12;
/** How far before the words their subject may stand. */
const SUBJECT_WITHIN = 5;

/** Things to touch near by speak for a literal use, ideas for a figurative one. */
function thingsNearby({ entry, own, words }: Match, { tokens, nouns }: MatchContext): string[] {
  if (entry.kind !== 'idiom' && entry.literalProne === 0) return [];
  const isThing = ({ form, lemma }: Token) => nouns.get(form) ?? nouns.get(lemma);
  const first = own[0]!;
  const kinds = tokens
    .slice(Math.max(0, first - NEAR), own.at(-1)! + 1 + NEAR)
    .filter((token) => token.pos === 'NOUN' && !own.some((position) => tokens[position] === token))
    .map(isThing);
  const things = Math.min(2, kinds.filter((kind) => kind === true).length);
  const ideas = Math.min(2, kinds.filter((kind) => kind === false).length);
  const before = tokens
    .slice(Math.max(0, first - SUBJECT_WITHIN), first)
    .findLast(({ pos, kind }) => kind === 'barrier' || pos === 'NOUN' || pos === 'PRON' || pos === 'PROPN');
  const itself = nouns.get(words.at(-1)!) === true ? 'a thing' : 'no thing';
  const subject =
    before === undefined || before.kind === 'barrier' ? 'none' : subjectOf(before, isThing(before));
  const who = `literal-prone ${entry.literalProne}`;
  return [
    `${who}, ${things} things`,
    `${who}, ${ideas} ideas`,
    `${who}, ${itself}`,
    `${who}, subject ${subject}`,
    `${who}, ${itself}, ${things} things`,
    `${who}, ${itself}, subject ${subject}`,
  ];
}

function subjectOf({ pos, form }: Token, isThing: boolean | undefined): string {
  if (pos === 'PRON') return /^(?:it|this|that|they|them|these|those)$/u.test(form) ? 'it' : 'person';
  if (pos === 'PROPN') return 'person';
  return isThing === undefined ? 'other' : isThing ? 'thing' : 'idea';
}

function sort(token: Token | undefined): string {
  return token === undefined || token.kind !== 'word' ? 'edge' : token.pos;
}
