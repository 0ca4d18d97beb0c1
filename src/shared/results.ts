import type { ErrorKind } from './errors.js';
import type { ExpressionKind, Level } from './expression.js';
import type { ReviewOutcome } from './review.js';

/** An expression as results and data files show it. Times are the scene's, in milliseconds of the episode. */
export interface ExpressionResult {
  headword: string;
  kind: ExpressionKind;
  level: Level;
  /** As spoken. */
  text: string;
  meaning: string;
  /** Of the expression, not of its line. */
  translation: string | null;
  line: string;
  lineTranslation: string | null;
  startMs: number;
  endMs: number;
}

/** Paths are relative to the study pack's folder. */
export interface LessonOutputs {
  lesson: string;
  clips: string[];
  /** Empty unless asked for. */
  shorts: string[];
  slides: string[];
  manifest: string;
}

/** What asking a language model came to. */
export interface ModelReport {
  /** `provider/model`. */
  name: string;
  /** Parts of the episode that it was to be asked about, and what became of them. */
  parts: number;
  answered: number;
  /** Answered before, at no cost. */
  cached: number;
  /** Its answer could not be read, twice. */
  unreadable: number;
  /** Not asked about: the limit of tokens was reached, or the model had failed for good. */
  unasked: number;
  /** Expressions that it named and that hold. */
  found: number;
  /** Those that do not hold: not spoken there, malformed, too long. */
  dropped: number;
  /** Expressions found offline that it takes for none in their line. */
  refused: number;
  tokens: number;
  /** Why it was given up; null: it was not. */
  problem: string | null;
}

/** What was read, guessed, dropped and left out on the way. */
export interface Report {
  cues: number;
  /** Cues of the subtitle file that could not be used. */
  droppedCues: number;
  /** One sentence each, for a person. */
  problems: string[];
  notes: string[];
  candidates: number;
  accepted: number;
  /** Candidates that are no expression in their line. */
  rejected: number;
  chosen: number;
  /** Chosen, but failed through their own fault. */
  leftOut: { headword: string; error: { type: ErrorKind; message: string } }[];
  /** Length of the lesson. */
  seconds: number;
  /** Null: no model was asked. */
  model?: ModelReport | null | undefined;
  /** Null: nobody was asked to review. */
  review?: ReviewOutcome | null | undefined;
}

export interface ProcessVideoResult {
  status: 'completed';
  message: string;
  outputDir: string;
  expressions: ExpressionResult[];
  outputs: LessonOutputs;
  report: Report;
}

export interface SlidesResult {
  status: 'completed';
  message: string;
  /** Absolute paths. */
  slides: string[];
}

export interface CleanupResult {
  status: 'completed';
  message: string;
  removed: { path: string; reason: string; bytes: number }[];
  kept: { path: string; reason: string }[];
  /** Runs that no worker served any more. In a dry run: those that would be ended. */
  ended: { workflowId: string; runId: string; reason: string }[];
  freedBytes: number;
}
