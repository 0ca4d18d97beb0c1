import { cleanText } from '../expressions/llm/index.js';
import { applyReview } from '../expressions/review.js';
import { LangflixError } from '../shared/errors.js';
import { MOST_MEANING, type ReviewOutcome, type ReviewRequest } from '../shared/review.js';
import { assertDrawable } from '../slides/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { headwordsOf } from './find-expressions.js';
import { readRunFile, writeRunFile } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

export interface SettledReview {
  headwords: string[];
  outcome: ReviewOutcome;
}

/**
 * Writes down what a person has decided (null: nobody did in time), so that the lesson is planned by it. Texts that
 * cannot be drawn are refused, by name.
 */
export function settleReview(deps: ActivityDependencies) {
  return (input: StepInput & { decision: ReviewRequest | null }): Promise<SettledReview> =>
    runStep(deps, 'review', input, async ({ runId, log }) => {
      // From the proposal, not from what a lost attempt may have made of it.
      const { candidates: proposed, positions } = await readRunFile(deps.home, runId, 'proposal.json');
      const found = await readRunFile(deps.home, runId, 'expressions.json');
      const decision = input.decision && cleaned(input.decision);
      const { candidates, outcome } = applyReview(proposed, positions, decision);
      const notes = found.notes.filter((note) => note !== UNREVIEWED);
      await writeRunFile(deps.home, runId, 'expressions.json', {
        ...found,
        candidates,
        notes: outcome.by === 'timeout' ? [...notes, UNREVIEWED] : notes,
        review: outcome,
      });
      log.info({ ...outcome, chosen: headwordsOf(candidates) }, 'reviewed');
      return { headwords: headwordsOf(candidates), outcome };
    });
}

const UNREVIEWED = 'Nobody reviewed the expressions in time: the proposal was taken as it was.';

/** @throws LangflixError `InvalidInput`, `MissingGlyph` */
function cleaned(decision: ReviewRequest): ReviewRequest {
  const text = (value: string, what: string, id: number) => {
    const clean = cleanText(value, MOST_MEANING);
    if (clean === null)
      throw new LangflixError('InvalidInput', `The ${what} of expression ${id} has no letters.`);
    assertDrawable(clean, `the ${what} of expression ${id}`);
    return clean;
  };
  return {
    ...decision,
    edits: decision.edits.map(({ id, meaning, translation }) => ({
      id,
      ...(meaning !== undefined && { meaning: text(meaning, 'meaning', id) }),
      ...(translation !== undefined && {
        translation: translation === null ? null : text(translation, 'translation', id),
      }),
    })),
  };
}
