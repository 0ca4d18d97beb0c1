import type { Cue } from '../../shared/cue.js';
import { type Candidate, LEVELS, type Level } from '../../shared/expression.js';
import { knownExpressions } from './known.js';
import { LOWEST_WORTH } from './worth.js';

/** By how many levels an expression lies above the asked one, and what part of its worth is left. */
const LEVEL_FACTORS: Readonly<Record<string, number>> = {
  '-5': 0.4,
  '-4': 0.45,
  '-3': 0.5,
  '-2': 0.65,
  '-1': 0.8,
  '0': 1,
  '1': 1,
  '2': 0.85,
  '3': 0.75,
  '4': 0.65,
  '5': 0.6,
};
/**
 * Worth below which an expression gets no place in a lesson, by the asked level: a beginner also learns from simple,
 * transparent phrases ("of course") that would waste the time of others.
 */
const LEAST_WORTH: Readonly<Record<Level, number>> = {
  A1: LOWEST_WORTH * 0.5,
  A2: LOWEST_WORTH * 0.75,
  B1: LOWEST_WORTH,
  B2: LOWEST_WORTH,
  C1: LOWEST_WORTH,
  C2: LOWEST_WORTH,
};
/** What a second expression from the same part of the episode is worth next to the first. */
const CROWDED = 0.93;

/**
 * Decides which candidates a lesson takes: the most worth at the asked level, each headword once and where it is
 * clearest, spread over the episode. The level ranks and hides nothing; at A1 and A2 simpler expressions get a place too.
 *
 * @param options.max how many at most
 * @param options.cues the cues that the spans refer to
 * @param options.known what the learner knows already; see `knownExpressions`
 * @returns all candidates in the same order, with `score`, `chosen` and `reasons` filled in
 */
export function chooseExpressions(
  candidates: readonly Candidate[],
  options: { max: number; level: Level; cues: readonly Cue[]; known?: readonly string[] },
): Candidate[] {
  const isKnown = knownExpressions(options.known ?? []);
  const ranked = candidates
    .map((candidate) => atLevel(candidate, options.level))
    .map((candidate) => (isKnown(candidate.headword) ? leftOut(candidate) : candidate));
  const eligible = bestOccurrences(ranked, options.cues);
  const chosen: Candidate[] = [];
  const rivals = new Set(eligible);
  while (chosen.length < options.max && rivals.size > 0) {
    const next = best([...rivals], (candidate) => candidate.score * crowding(candidate, chosen, options));
    rivals.delete(next);
    const twin = chosen.find((other) => isTwin(other, next));
    if (twin !== undefined) {
      next.reasons.push(`too close to "${twin.headword}"`);
      continue;
    }
    next.chosen = true;
    chosen.push(next);
  }
  for (const left of rivals) left.reasons.push(`not among the best ${options.max}`);
  return ranked;
}

function atLevel(candidate: Candidate, asked: Level): Candidate {
  const steps = LEVELS.indexOf(candidate.level) - LEVELS.indexOf(asked);
  const reasons = [...candidate.reasons, levelReason(steps, candidate.level, asked)];
  const worthy = candidate.accepted && candidate.score >= LEAST_WORTH[asked];
  if (candidate.accepted && !worthy) reasons.push(`not worth a place of its own at ${asked}`);
  return {
    ...candidate,
    score: Math.round(candidate.score * LEVEL_FACTORS[steps]! * 1000) / 1000,
    chosen: worthy,
    reasons,
  };
}

function leftOut(candidate: Candidate): Candidate {
  return { ...candidate, chosen: false, reasons: [...candidate.reasons, 'on the list of what you know'] };
}

function levelReason(steps: number, own: Level, asked: Level): string {
  const count = ['no', 'one level', 'two levels', 'three levels', 'four levels', 'five levels'][
    Math.abs(steps)
  ];
  if (steps === 0) return `right at ${asked}`;
  return `${own}: ${count} ${steps > 0 ? 'above' : 'below'} ${asked}`;
}

/** Of each headword the occurrence with the highest score, the first of equals. Clears `chosen` on all. */
function bestOccurrences(ranked: Candidate[], cues: readonly Cue[]): Candidate[] {
  const byHeadword = new Map<string, Candidate[]>();
  for (const candidate of ranked) {
    const worthy = candidate.chosen;
    candidate.chosen = false;
    if (!worthy) continue;
    const others = byHeadword.get(candidate.headword);
    if (others === undefined) byHeadword.set(candidate.headword, [candidate]);
    else others.push(candidate);
  }
  return [...byHeadword.values()].map((occurrences) => {
    const winner = best(occurrences, ({ score }) => score);
    for (const other of occurrences) {
      if (other !== winner) other.reasons.push(`clearer at ${place(winner, cues)}`);
    }
    return winner;
  });
}

/** "5:41 (cue 12)": the time in the episode and the position that the spans use. */
function place({ spans }: Candidate, cues: readonly Cue[]): string {
  const position = spans[0]!.cue;
  const seconds = Math.floor((cues[position]?.startMs ?? 0) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} (cue ${position})`;
}

/** The episode in as many equal parts as expressions are wanted: each one already taken from a part counts. */
function crowding(
  candidate: Candidate,
  chosen: readonly Candidate[],
  options: { max: number; cues: readonly Cue[] },
) {
  const { cues, max } = options;
  const first = cues[0]?.startMs ?? 0;
  const length = Math.max(1, (cues.at(-1)?.endMs ?? 0) - first);
  const part = ({ spans }: Candidate) =>
    Math.floor((((cues[spans[0]!.cue]?.startMs ?? 0) - first) / length) * max);
  return CROWDED ** chosen.filter((other) => part(other) === part(candidate)).length;
}

/** Two wordings of one thing, or one within the other: "as long as" and "as long as I can remember". */
function isTwin(one: Candidate, other: Candidate): boolean {
  const [a, b] = [` ${one.headword} `, ` ${other.headword} `];
  return one.meaning === other.meaning || a.includes(b) || b.includes(a);
}

function best<T>(items: readonly T[], worth: (item: T) => number): T {
  return items.reduce((a, b) => (worth(b) > worth(a) ? b : a));
}
