import type { Cue } from '../shared/cue.js';
import type { Candidate, Level } from '../shared/expression.js';
import { findCandidates } from './offline/find.js';
import type { Lexicon } from './offline/lexicon/lexicon.js';
import { chooseExpressions } from './ranking/choose.js';

export { findCandidates } from './offline/find.js';
export { type CandidateFinder, candidateFinder } from './offline/finder.js';
export { type Lexicon, loadLexicon } from './offline/lexicon/lexicon.js';
export { chooseExpressions } from './ranking/choose.js';

/**
 * Finds the expressions in an episode's English cues and chooses those of one lesson.
 *
 * @param options.max how many at most; fewer where fewer are worth teaching
 * @param options.level the learner's; it ranks, it does not hide
 * @param options.native the learner's language (ISO 639-1) for translations of the expressions; null: none
 * @param options.known expressions that the learner knows already: never chosen
 * @returns every candidate in the order of the episode, each with `accepted`, `chosen` and its reasons
 */
export function extractExpressions(
  cues: readonly Cue[],
  options: { max: number; level: Level; native: string | null; known?: readonly string[] },
  lexicon: Lexicon,
): Candidate[] {
  const candidates = findCandidates(cues, lexicon, { native: options.native });
  return chooseExpressions(candidates, { ...options, cues });
}
