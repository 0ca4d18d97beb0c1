export const EXPRESSION_KINDS = [
  'idiom',
  'phrasal verb',
  'fixed phrase',
  'collocation',
  'proverb',
  'slang',
] as const;
export type ExpressionKind = (typeof EXPRESSION_KINDS)[number];

/** Levels of the Common European Framework of Reference for Languages. */
export const LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;
export type Level = (typeof LEVELS)[number];

/** Words within a cue: UTF-16 offsets `[start, end)` into the text of the cue at position `cue`. */
export interface Span {
  cue: number;
  start: number;
  end: number;
}

/** Something that may be worth learning, found at one place in the episode. */
export interface Candidate {
  /** Dictionary form, e.g. `pick up`, `give it a shot`. */
  headword: string;
  kind: ExpressionKind;
  level: Level;
  /** The expression's own words only, in order; "pick ... up" is two spans. */
  spans: Span[];
  /** The words as spoken, gaps shown as ` ... `. */
  text: string;
  /** In plain English, as it is meant in this line. */
  meaning: string;
  /** The expression in the learner's language; null where it is not known. */
  translation: string | null;
  /** Other ways to say it. */
  similar: string[];
  /** How much it is worth, 0 to 1. */
  score: number;
  /** Whether it really is an expression here. */
  accepted: boolean;
  /** Whether this lesson teaches it. */
  chosen: boolean;
  /** Why it was accepted or not and chosen or not, in words for a person. */
  reasons: string[];
}

/** A candidate that this lesson teaches. */
export type Expression = Candidate;
