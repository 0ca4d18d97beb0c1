import type { Cue } from '../../shared/cue.js';
import type { Candidate, Level } from '../../shared/expression.js';
import { utterances } from '../offline/text/utterances.js';

/** An expression that was found offline, for the model to confirm or refuse. */
export interface Hint {
  id: string;
  /** Position among the offline candidates. */
  candidate: number;
  /** Position of the cue. */
  cue: number;
  headword: string;
  words: string;
}

/** Some neighbouring cues that a model is asked about in one request. All places are positions in the cues. */
export interface Question {
  /** Also the activity's id: `model-03`. */
  id: string;
  /** Its own cues, first and last: only expressions that begin here are asked for. */
  from: number;
  to: number;
  /** With some more around them, to understand them by. */
  shownFrom: number;
  shownTo: number;
  hints: Hint[];
  /** What the answer is worth: the sum of the hints' scores. The most promising are asked first. */
  promise: number;
}

/** For whom the model explains. */
export interface Learner {
  level: Level;
  /** ISO 639-1; null: no translation. */
  native: string | null;
  /** Whether the model is to translate the lines around an expression: nobody else has. */
  translateLines: boolean;
}

/** Fewer make the instructions cost more than the lines; more make models overlook things. */
const OWN_CUES = 50;
const CUES_BEFORE = 4;
const CUES_AFTER = 3;
/** Subtitles of a machine may hold minutes of talk in one cue. */
const OWN_CHARACTERS = 6000;
/** Most of a line that is shown: more is no line of a dialogue. */
export const MOST_OF_A_LINE = 600;

/**
 * Cuts an episode into questions: every cue is in exactly one as its own, no sentence is cut (but those without an
 * end), and each shows some cues of its neighbours.
 */
export function questionsOf(cues: readonly Cue[], candidates: readonly Candidate[]): Question[] {
  const parts: number[][] = [];
  let characters = 0;
  for (const group of utterances(cues)) {
    const length = group.reduce((sum, at) => sum + Math.min(MOST_OF_A_LINE, cues[at]!.text.length), 0);
    const part = parts.at(-1);
    const isFull =
      part !== undefined && (part.length + group.length > OWN_CUES || characters + length > OWN_CHARACTERS);
    if (part === undefined || isFull) {
      parts.push([...group]);
      characters = length;
    } else {
      part.push(...group);
      characters += length;
    }
  }
  const digits = String(parts.length).length;
  return parts.map((part, index) => {
    const [from, to] = [part[0]!, part.at(-1)!];
    const hints = hintsIn(from, to, candidates);
    return {
      id: `model-${String(index + 1).padStart(digits, '0')}`,
      ...{ from, to },
      shownFrom: Math.max(0, from - CUES_BEFORE),
      shownTo: Math.min(cues.length - 1, to + CUES_AFTER),
      hints,
      promise: hints.reduce((sum, { candidate }) => sum + candidates[candidate]!.score, 0),
    };
  });
}

function hintsIn(from: number, to: number, candidates: readonly Candidate[]): Hint[] {
  const hints: Hint[] = [];
  for (const [position, { spans, headword, text }] of candidates.entries()) {
    const cue = spans[0]?.cue;
    if (cue === undefined || cue < from || cue > to) continue;
    hints.push({ id: `h${hints.length + 1}`, candidate: position, cue, headword, words: text });
  }
  return hints;
}
