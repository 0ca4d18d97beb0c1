import { ApplicationFailure, CancellationScope, isCancellation } from '@temporalio/workflow';
import type { GroupSummary } from '../activities/index.js';
import type { ErrorKind } from '../shared/errors.js';
import type { Limits } from '../shared/limits.js';
import type { Report } from '../shared/results.js';
import { failureOf } from './failures.js';
import type { activitiesUnder } from './proxies.js';
import type { StageTracker } from './stages.js';

type LeftOut = Report['leftOut'];

/** Failures that belong to one expression's own words or scene: the lesson is made without it. */
const ownFaults: ReadonlySet<ErrorKind> = new Set(['RenderFailed', 'MissingGlyph']);

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

    stages.enter('slides');
    const [drawn, plan] = await sideBySide(
      activities.light.drawSlides.executeWithOptions({ summary: `Draw ${draft.slides} slides` }, [
        { limits },
      ]),
      activities.light.settlePlan.executeWithOptions({ summary: 'Listen to the scenes' }, [without]),
    );
    let failed = drawn.failed;
    if (failed.length === 0) {
      const work = Object.fromEntries(plan.groups.map(({ id, frames }) => [id, frames]));
      stages.enter('segments', work);
      failed = await renderGroups(activities.media, plan.groups, stages, limits);
      if (failed.length === 0) return { leftOut, seconds: plan.seconds };
    }
    leftOut.push(...failed);
    if (leftOut.length > chosen * MAX_LEFT_OUT) throw tooMuchLeftOut(leftOut, chosen);
  }
}

/** Both results. When one fails the other is awaited all the same: nothing of a run goes on when the run is over. */
async function sideBySide<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return [await a, await b];
}

/** Renders all groups side by side (the media queue's slots bound how many) and returns the expressions that failed. */
async function renderGroups(
  media: ReturnType<typeof activitiesUnder>['media'],
  groups: GroupSummary[],
  stages: StageTracker,
  limits: Limits,
): Promise<LeftOut> {
  const failed = new Map<string, LeftOut[number]>();
  let finished = 0;
  await CancellationScope.cancellable(async () => {
    const scope = CancellationScope.current();
    const renders = groups.map(async ({ id, label, headwords }) => {
      try {
        await media.renderSegments.executeWithOptions({ summary: label, activityId: id }, [
          { limits, group: id },
        ]);
        finished += 1;
        stages.done(id);
        stages.note(`${finished} of ${groups.length} parts`);
      } catch (error) {
        const { type, message } = failureOf(error, limits);
        if (isCancellation(error) || headwords.length === 0 || !ownFaults.has(type)) {
          // The lesson cannot be made: the others stop too, and each of them is awaited below.
          scope.cancel();
          throw error;
        }
        for (const headword of headwords) failed.set(headword, { headword, error: { type, message } });
      }
    });
    const outcomes = await Promise.allSettled(renders);
    const errors = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    if (errors.length > 0) throw errors.find((error) => !isCancellation(error)) ?? errors[0];
  });
  return [...failed.values()];
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
