import type { Cue } from '../shared/cue.js';
import { lineOf } from './line-text.js';
import {
  beginsLowerCase,
  beginsTakingUp,
  beginsTurn,
  endsSentence,
  hasTwoSpeakers,
  isSoundOnly,
  isSung,
  trailsOff,
} from './speech.js';

/** What somebody says in one go: a sentence, however many cues it was cut into. */
export interface Utterance {
  /** Positions in the list of cues, one after the other. */
  cues: number[];
  startMs: number;
  endMs: number;
  /** In one line. */
  text: string;
}

/** A longer silence ends a sentence, whatever the punctuation says. */
const MAX_GAP_MS = 1000;
/** Nobody repeats more than this in one breath; it also bounds tracks without any punctuation. */
export const MAX_UTTERANCE_MS = 12_000;

/**
 * Joins cues to utterances. `cues` is in order of time; every cue ends up in exactly one utterance.
 *
 * A cue continues the one before it when all of this holds:
 * - less than a second of silence lies between them, and they are not on screen together;
 * - the whole is at most twelve seconds;
 * - neither is a cue with two speakers ("- Ready? - Ready."), a mere sound ("[door slams]"), and not one of them
 *   sung and the other spoken;
 * - it does not begin with a new speaker's mark ("- ", ">> ", "MARY: ");
 * - the sentence is still open: the cue before has no stop at its end, or this one begins in lower case or with
 *   "...". (Where a whole track is in lower case, only the stop counts.) A "..." or a dash at the end closes, unless
 *   the next cue takes it up in one of these ways.
 */
export function mergeUtterances(cues: readonly Cue[]): Utterance[] {
  const caseTells = usesCapitals(cues);
  const groups: number[][] = [];
  for (const [position, cue] of cues.entries()) {
    const group = groups.at(-1);
    const previous = group && cues[group.at(-1)!];
    const first = group && cues[group[0]!];
    if (
      group &&
      previous &&
      first &&
      continues(previous, cue, caseTells) &&
      cue.endMs - first.startMs <= MAX_UTTERANCE_MS
    ) {
      group.push(position);
    } else {
      groups.push([position]);
    }
  }
  return groups.map((positions) => ({
    cues: positions,
    startMs: Math.min(...positions.map((position) => cues[position]!.startMs)),
    endMs: Math.max(...positions.map((position) => cues[position]!.endMs)),
    text: lineOf(cues, positions[0]!, positions.at(-1)!).text,
  }));
}

function continues(previous: Cue, cue: Cue, caseTells: boolean): boolean {
  const gapMs = cue.startMs - previous.endMs;
  // Small overlaps come from sloppy timing; bigger ones are two texts on screen at a time.
  if (gapMs >= MAX_GAP_MS || cue.startMs < (previous.startMs + previous.endMs) / 2) return false;
  if (hasTwoSpeakers(previous.text) || hasTwoSpeakers(cue.text)) return false;
  if (isSoundOnly(previous.text) || isSoundOnly(cue.text) || isSung(previous.text) !== isSung(cue.text))
    return false;
  if (beginsTurn(cue.text) && !takesUpAfterDash(previous.text, cue.text)) return false;
  return (
    !endsSentence(previous.text) ||
    beginsTakingUp(cue.text) ||
    takesUpAfterDash(previous.text, cue.text) ||
    (caseTells && beginsLowerCase(cue.text))
  );
}

/** "I only wanted–" / "–to help": a dash that goes on is no new speaker. */
function takesUpAfterDash(previous: string, text: string): boolean {
  return trailsOff(previous) && /^\s*[–—]\p{Ll}/u.test(text);
}

/** A track in which nearly nothing begins with a capital says nothing by its lower case. */
function usesCapitals(cues: readonly Cue[]): boolean {
  const lower = cues.filter((cue) => beginsLowerCase(cue.text)).length;
  return lower < cues.length * 0.9 || cues.length < 5;
}
