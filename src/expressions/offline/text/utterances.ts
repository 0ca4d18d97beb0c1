import type { Cue } from '../../../shared/cue.js';

/** A pause between two cues after which a sentence is taken to be over, in milliseconds. */
const LONGEST_PAUSE_MS = 3000;

/** Subtitles made by a machine may have no full stop at all; a sentence of more cues than this is one of those. */
const MOST_CUES = 6;

const SENTENCE_END = /[.?!:;♪\])]["”'’]*\s*$/u;
const TRAILING_OFF = /(?:\.{2,}|…|,|-|–|—)["”'’]*\s*$/u;
/** A small letter, a figure or "I": a sentence that goes on. A dash would be another speaker. */
const GOES_ON = /^[\s.…"“'‘’]*(?:\p{Ll}|\p{N}|I\b)/u;

/**
 * Groups cues into utterances: runs of neighbouring cues that carry one sentence on. Every cue is in exactly one.
 *
 * @returns positions in `cues`, in order
 */
export function utterances(cues: readonly Cue[]): number[][] {
  const groups: number[][] = [];
  cues.forEach((cue, position) => {
    const before = cues[position - 1];
    const group = groups.at(-1);
    if (before !== undefined && group !== undefined && group.length < MOST_CUES && carriesOn(before, cue))
      group.push(position);
    else groups.push([position]);
  });
  return groups;
}

function carriesOn(before: Cue, cue: Cue): boolean {
  if (cue.startMs - before.endMs > LONGEST_PAUSE_MS) return false;
  if (!GOES_ON.test(cue.text)) return false;
  const end = before.text.slice(-20);
  return TRAILING_OFF.test(end) || !SENTENCE_END.test(end);
}
