import { ApplicationFailure } from '@temporalio/workflow';
import type { Limits } from '../shared/limits.js';
import type { Report } from '../shared/results.js';
import { makeParts } from './make-parts.js';
import type { activitiesUnder } from './proxies.js';
import type { StageTracker } from './stages.js';

type LeftOut = Report['leftOut'];

/** More than this share of the expressions left out, and something is wrong with the episode, not with them. */
const MAX_LEFT_OUT = 1 / 4;

/**
 * Plans the lesson, draws its slides and renders its segments. An expression that fails through its own fault is left
 * out and the lesson planned again without it; what was finished is found in the cache.
 */
export async function renderLesson(
  activities: ReturnType<typeof activitiesUnder>,
  stages: StageTracker,
  limits: Limits,
  chosen: number,
): Promise<{ leftOut: LeftOut; seconds: number }> {
  const leftOut: LeftOut = [];
  for (;;) {
    stages.enter('plan');
    const without = { limits, leftOut: leftOut.map(({ headword }) => headword) };
    const draft = await activities.light.planLesson.executeWithOptions({ summary: 'Plan the lesson' }, [
      without,
    ]);
    stages.note(draft.summary);

    const { failed, seconds } = await makeParts(activities, stages, { slides: draft.slides, ...without });
    if (failed.length === 0) return { leftOut, seconds };
    leftOut.push(...failed);
    if (leftOut.length > chosen * MAX_LEFT_OUT) throw tooMuchLeftOut(leftOut, chosen);
  }
}

function tooMuchLeftOut(leftOut: LeftOut, chosen: number): ApplicationFailure {
  const first = leftOut[0];
  return ApplicationFailure.create({
    type: 'TooMuchLeftOut',
    message: `${leftOut.length} of ${chosen} expressions could not be made. The first: ${first?.headword}: ${first?.error.message}`,
    nonRetryable: true,
    details: [{ leftOut }],
  });
}
