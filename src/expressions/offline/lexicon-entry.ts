import type { ExpressionKind, Level } from '../../shared/expression.js';
import type { Element, Surroundings } from './headword.js';

/** One meaning of an expression. */
export interface Sense {
  /** In plain English. */
  meaning: string;
  similar: readonly string[];
  /** Of the headword, by ISO 639-1 code. */
  translations: Readonly<Record<string, string>>;
  /** Words near by that speak for this meaning. */
  clues: readonly string[];
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
  /** Also said of real things: "break the ice". */
  literalProne: boolean;
  /** Words near by that speak for the literal use. */
  literalClues: readonly string[];
  surroundings: Surroundings;
  /** Wordings that must be said as they stand ("hold on", not "held on"); null: inflected as usual. */
  exact: readonly Element[][] | null;
  /** Said apart from the rest of the sentence, between commas or alone: "you know". */
  aside: boolean;
  /** Words right before or right after that make something else of it. */
  notAfter: readonly string[];
  notBefore: readonly string[];
  /** The only words that may follow right after; null: any. */
  onlyBefore: readonly string[] | null;
  /** The part of speech that its first word must have; null: any. */
  firstWord: 'VERB' | null;
  /** Whether the first meaning is short, in everyday words, and by far the most usual one. */
  dependable: boolean;
  senses: readonly Sense[];
}
