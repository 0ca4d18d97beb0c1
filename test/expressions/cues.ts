import type { Cue } from '../../src/shared/cue.js';
import type { Candidate } from '../../src/shared/expression.js';

/** Cues of two seconds, one after the other with half a second between them. */
export function cuesOf(...texts: string[]): Cue[] {
  return texts.map((text, index) => ({ index, startMs: index * 2500, endMs: index * 2500 + 2000, text }));
}

/** The words that a candidate's spans cut out of the cues' own texts. */
export function wordsAt(candidate: Candidate, cues: readonly Cue[]): string[] {
  return candidate.spans.map(({ cue, start, end }) => cues[cue]!.text.slice(start, end));
}
