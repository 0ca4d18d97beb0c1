import type { Cue } from '../shared/cue.js';
import type { Candidate } from '../shared/expression.js';
import type { Proposal, ReviewOutcome, ReviewRequest } from '../shared/review.js';

/** So many others are offered besides the chosen ones. */
const MOST_OTHERS = 20;
/** What of a line is shown. */
const MOST_OF_A_LINE = 300;

/** A proposal, and the positions of its candidates in its own order: id 1 is at `positions[0]`. */
export interface Proposed {
  proposal: Proposal;
  positions: number[];
}

/**
 * What a person is asked about: the chosen candidates in the order of the episode, then the best of the others that
 * really are expressions, each headword once.
 */
export function proposalOf(candidates: readonly Candidate[], cues: readonly Cue[]): Proposed {
  const all = candidates.map((candidate, position) => ({ candidate, position }));
  const chosen = all.filter(({ candidate }) => candidate.chosen);
  const offered = new Set(chosen.map(({ candidate }) => candidate.headword));
  const others = all
    .filter(({ candidate }) => candidate.accepted && !candidate.chosen)
    .sort((a, b) => b.candidate.score - a.candidate.score)
    .filter(({ candidate: { headword } }) => !offered.has(headword) && offered.add(headword))
    .slice(0, MOST_OTHERS);
  const shown = [...chosen, ...others];
  const items = shown.map(({ candidate }, index) => {
    const { headword, kind, level, text, meaning, translation, spans } = candidate;
    const [first, last] = [spans[0]!.cue, spans.at(-1)!.cue];
    const line = cues.slice(first, last + 1).map((cue) => cue.text);
    return {
      id: index + 1,
      keep: candidate.chosen,
      ...{ headword, kind, level, text, meaning, translation },
      line: line.join(' ').replace(/\s+/gu, ' ').slice(0, MOST_OF_A_LINE),
      startMs: cues[first]?.startMs ?? 0,
    };
  });
  return { proposal: { items }, positions: shown.map(({ position }) => position) };
}

/**
 * The candidates as a person has decided; without a decision, as they were proposed.
 *
 * @param positions those of the proposal
 */
export function applyReview(
  candidates: readonly Candidate[],
  positions: readonly number[],
  decision: ReviewRequest | null,
): { candidates: Candidate[]; outcome: ReviewOutcome } {
  const proposed = candidates.filter(({ chosen }) => chosen).length;
  if (decision === null) {
    return {
      candidates: [...candidates],
      outcome: { by: 'timeout', kept: proposed, dropped: 0, edited: 0 },
    };
  }
  const positionOf = (id: number) => positions[id - 1];
  const kept = new Set(decision.keep.map(positionOf));
  const edits = new Map(decision.edits.map((edit) => [positionOf(edit.id), edit]));
  let edited = 0;
  const reviewed = candidates.map((candidate, position) => {
    const chosen = kept.has(position);
    const edit = chosen ? edits.get(position) : undefined;
    const meaning = edit?.meaning ?? candidate.meaning;
    const translation = edit?.translation === undefined ? candidate.translation : edit.translation;
    const isEdited = meaning !== candidate.meaning || translation !== candidate.translation;
    if (isEdited) edited += 1;
    const reasons = [
      ...candidate.reasons,
      ...(chosen && !candidate.chosen ? ['taken in at the review'] : []),
      ...(!chosen && candidate.chosen ? ['dropped at the review'] : []),
      ...(isEdited ? ['edited at the review'] : []),
    ];
    return { ...candidate, chosen, meaning, translation, reasons };
  });
  const dropped = candidates.filter(({ chosen }, position) => chosen && !kept.has(position)).length;
  return { candidates: reviewed, outcome: { by: 'person', kept: kept.size, dropped, edited } };
}
