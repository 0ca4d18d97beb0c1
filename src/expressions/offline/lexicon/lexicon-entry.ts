import type { ExpressionKind, Level } from '../../../shared/expression.js';
import type { Surroundings } from './headword.js';

/** One meaning of an expression. */
export interface Sense {
  /** In plain English. */
  meaning: string;
  similar: readonly string[];
  /** Of the headword, by ISO 639-1 code. */
  translations: Readonly<Record<string, string>>;
  /** Words near by that speak for this meaning. */
  clues: readonly string[];
  /** What the verb takes in this meaning: no object, any, a person or a thing; left out where that tells nothing. */
  object?: SenseObject;
  /** The words mean here what they say ("come in" through a door): told, but not taught. */
  literal?: true;
  /** Where it is not the entry's. */
  level?: Level;
}

export const SENSE_OBJECTS = ['none', 'some', 'person', 'thing'] as const;
export type SenseObject = (typeof SENSE_OBJECTS)[number];

/** How often the words are meant as they stand: 0 hardly ever, 1 at times ("break the ice"), 2 mostly ("in the bag"). */
export type LiteralProneness = 0 | 1 | 2;

/** What WordNet knows of an entry; all of it only helps to judge whether a match is the expression. */
export interface WordnetFacts {
  /** Verb, adverb, adjective or noun. */
  pos: 'v' | 'r' | 'a' | 'n';
  /** How often its first sense was met in the texts that WordNet's makers tagged. */
  tagged: number;
  senses: number;
}

/** An expression that can be found, wherever it was learned from. */
export interface LexiconEntry {
  source: 'phrasebook' | 'wordnet';
  headword: string;
  kind: ExpressionKind;
  level: Level;
  /** How often it is heard: 3 in most films, 2 in many, 1 now and then. */
  spoken: 1 | 2 | 3;
  /** How little its words give away: 0 they say it, 1 in part, 2 not at all. */
  opacity: 0 | 1 | 2;
  literalProne: LiteralProneness;
  /** Words near by that speak for the literal use. */
  literalClues: readonly string[];
  surroundings: Surroundings;
  /** Must be said as it stands: "hold on", not "held on". */
  exact: boolean;
  /** Said apart from the rest of the sentence, between commas or alone: "you know". */
  aside: boolean;
  /** Its words as often mean something else: no sense of it is the usual one. */
  ambiguous: boolean;
  /** Words right before or right after that make something else of it. */
  notAfter: readonly string[];
  notBefore: readonly string[];
  /** The only words that may follow right after; null: any. */
  onlyBefore: readonly string[] | null;
  /** Whether its first word is a verb. */
  startsWithVerb: boolean;
  /** Zipf value of its rarest word in film subtitles: 3 is rare, 6 very frequent. */
  rarest: number;
  /** What WordNet says of the same headword; null where it has none. */
  wordnet: WordnetFacts | null;
  /** Whether the first meaning is short, in everyday words, and by far the most usual one. */
  dependable: boolean;
  senses: readonly Sense[];
}
