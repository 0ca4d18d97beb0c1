import type { Candidate, Span } from '../../shared/expression.js';

/** What a model confirmed counts a little more than what only one of the two found. */
const AGREED = 0.05;

/**
 * Joins what was found offline with what a model found. Where both mean the same words, the model's meaning and
 * translation count (it has read the line), the lexicon's headword, kind and level (an editor has checked them), and
 * both reasons. Where they share only some words, the longer expression stands. What the model refused is no
 * expression in its line.
 *
 * @param refused positions in `offline` that the model takes for wrong, with why
 * @returns all candidates in the order of the episode; nothing is chosen yet
 */
export function mergeCandidates(
  offline: readonly Candidate[],
  found: readonly Candidate[],
  refused: ReadonlyMap<number, string>,
  model: string,
): Candidate[] {
  const left = [...found];
  const merged = offline.map((candidate, position) => {
    const twin = left.findIndex((other) => overlap(candidate, other) >= 0.75);
    if (twin >= 0) return agreed(candidate, left.splice(twin, 1)[0]!);
    const why = refused.get(position);
    if (why === undefined) return { ...candidate, reasons: [...candidate.reasons] };
    return {
      ...candidate,
      accepted: false,
      reasons: [...candidate.reasons, `${model}: not here${why === '' ? '' : `, ${why}`}`],
    };
  });
  const all = [...merged, ...left.map((candidate) => ({ ...candidate, reasons: [...candidate.reasons] }))];
  return withoutOverlaps(all).sort((a, b) => placeOf(a) - placeOf(b));
}

function agreed(offline: Candidate, found: Candidate): Candidate {
  return {
    ...offline,
    meaning: found.meaning,
    translation: found.translation ?? offline.translation,
    similar: offline.similar.length > 0 ? offline.similar : found.similar,
    score: Math.min(1, Math.round((Math.max(offline.score, found.score) + AGREED) * 1000) / 1000),
    accepted: true,
    reasons: [...offline.reasons, ...found.reasons],
  };
}

/** Of accepted ones that share words, the one with more letters stands. */
function withoutOverlaps(candidates: Candidate[]): Candidate[] {
  const byLength = candidates
    .filter(({ accepted }) => accepted)
    .sort((a, b) => lettersIn(b.spans) - lettersIn(a.spans));
  const standing: Candidate[] = [];
  for (const candidate of byLength) {
    const winner = standing.find((other) => shared(other.spans, candidate.spans) > 0);
    if (winner === undefined) standing.push(candidate);
    else {
      candidate.accepted = false;
      candidate.reasons.push(`only part of "${winner.headword}"`);
    }
  }
  return candidates;
}

/** Shared letters as a part of all letters of the two. */
function overlap(one: Candidate, other: Candidate): number {
  const both = shared(one.spans, other.spans);
  return both / Math.max(1, lettersIn(one.spans) + lettersIn(other.spans) - both);
}

function shared(one: readonly Span[], other: readonly Span[]): number {
  let sum = 0;
  for (const a of one)
    for (const b of other)
      if (a.cue === b.cue) sum += Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
  return sum;
}

function lettersIn(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** More than any cue has letters. */
const CUE = 1e7;

function placeOf({ spans }: Candidate): number {
  return spans[0]!.cue * CUE + spans[0]!.start;
}
