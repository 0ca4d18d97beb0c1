import type { Cue } from '../shared/cue.js';
import type { Expression } from '../shared/expression.js';
import { leastHeardMs } from './heard-cues.js';
import { lineOf } from './line-text.js';
import type { Range } from './plan-types.js';
import { MAX_UTTERANCE_MS, type Utterance } from './utterances.js';

/** The line that an expression is spoken in: its utterance, or the part of a very long one that holds it. */
export interface SpokenLine {
  /** Positions of its first and last cue. */
  fromCue: number;
  toCue: number;
  /** When it is heard, within the episode and at most twelve seconds long. */
  startMs: number;
  endMs: number;
  /** When its cues are shown, which may reach beyond the episode's end: what a translation is looked up by. */
  cueStartMs: number;
  cueEndMs: number;
  text: string;
  /** The expression's words in `text`. */
  lit: Range[];
}

/**
 * Where an expression is spoken. Null when that is after the episode's end (subtitles of a longer cut), when its cues
 * are on screen for no time at all, or when its spans point at no cue or no words.
 */
export function spokenLine(
  expression: Pick<Expression, 'spans'>,
  cues: readonly Cue[],
  utterances: readonly Utterance[],
  durationMs: number,
): SpokenLine | null {
  const positions = expression.spans
    .map((span) => span.cue)
    .filter((position) => cues[position] !== undefined);
  if (positions.length === 0 || positions.length < expression.spans.length) return null;
  const ownFrom = Math.min(...positions);
  const ownTo = Math.max(...positions);

  const within = utterances.filter(({ cues: own }) => own.at(-1)! >= ownFrom && own[0]! <= ownTo);
  const wholeFrom = within[0]!.cues[0]!;
  const wholeTo = within.at(-1)!.cues.at(-1)!;
  const whole = shownTime(cues, wholeFrom, wholeTo);
  const isLong = whole.endMs - whole.startMs > MAX_UTTERANCE_MS;
  const [fromCue, toCue] = isLong ? [ownFrom, ownTo] : [wholeFrom, wholeTo];

  const shown = isLong ? shownTime(cues, ownFrom, ownTo) : whole;
  const own = inEpisode(shownTime(cues, ownFrom, ownTo), durationMs);
  if (own.endMs - own.startMs < leastHeardMs(own.shownMs)) return null;

  const line = lineOf(cues, fromCue, toCue, expression.spans);
  const lit = line.rangesOf(expression.spans);
  if (lit.length === 0) return null;
  const heard = aroundWords(
    inEpisode(shown, durationMs),
    (lit[0]!.start + lit.at(-1)!.end) / 2 / line.text.length,
  );
  return { fromCue, toCue, ...heard, cueStartMs: shown.startMs, cueEndMs: shown.endMs, text: line.text, lit };
}

function shownTime(cues: readonly Cue[], from: number, to: number): { startMs: number; endMs: number } {
  const shown = cues.slice(from, to + 1);
  return {
    startMs: Math.min(...shown.map((cue) => cue.startMs)),
    endMs: Math.max(...shown.map((cue) => cue.endMs)),
  };
}

function inEpisode({ startMs, endMs }: { startMs: number; endMs: number }, durationMs: number) {
  const start = Math.min(Math.max(startMs, 0), durationMs);
  return { startMs: start, endMs: Math.max(start, Math.min(endMs, durationMs)), shownMs: endMs - startMs };
}

/** Twelve seconds at most: of a cue that stays longer, the part where the words must be, speech taken as even. */
function aroundWords({ startMs, endMs }: { startMs: number; endMs: number }, share: number) {
  if (endMs - startMs <= MAX_UTTERANCE_MS) return { startMs, endMs };
  const middle = startMs + (endMs - startMs) * share;
  const start = Math.round(
    Math.min(Math.max(startMs, middle - MAX_UTTERANCE_MS / 2), endMs - MAX_UTTERANCE_MS),
  );
  return { startMs: start, endMs: start + MAX_UTTERANCE_MS };
}
