import { ApplicationFailure, CancellationScope, isCancellation } from '@temporalio/workflow';
import type { GroupSummary, PlanSummary } from '../activities/index.js';
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
    const plan = await activities.light.planLesson.executeWithOptions({ summary: 'Plan the lesson' }, [
      { limits, leftOut: leftOut.map(({ headword }) => headword) },
    ]);
    stages.note(plan.summary);

    const failed = await makeParts(activities, plan, stages, limits);
    if (failed.length === 0) return { leftOut, seconds: plan.seconds };
    leftOut.push(...failed);
    if (leftOut.length > chosen * MAX_LEFT_OUT) throw tooMuchLeftOut(leftOut, chosen);
  }
}

/**
 * Draws the slides and renders all groups side by side (the media queue's slots bound how many): scenes at once, what
 * shows slides as soon as they are drawn. Returns the expressions that failed.
 */
async function makeParts(
  { light, media }: ReturnType<typeof activitiesUnder>,
  { groups, slides }: PlanSummary,
  stages: StageTracker,
  limits: Limits,
): Promise<LeftOut> {
  const failed = new Map<string, LeftOut[number]>();
  let finished = 0;

  const draw = async (): Promise<boolean> => {
    stages.enter('slides');
    const drawn = await light.drawSlides.executeWithOptions({ summary: `Draw ${slides} slides` }, [
      { limits },
    ]);
    for (const one of drawn.failed) failed.set(one.headword, one);
    if (drawn.failed.length > 0) return false;
    stages.enter('segments', Object.fromEntries(groups.map(({ id, work }) => [id, work])));
    return true;
  };
  const render = async ({ id, label, headwords }: GroupSummary) => {
    try {
      await media.renderSegments.executeWithOptions({ summary: label, activityId: id }, [
        { limits, group: id },
      ]);
      finished += 1;
      stages.done(id);
      stages.note(`${finished} of ${groups.length} parts`);
    } catch (error) {
      const { type, message } = failureOf(error, limits);
      if (isCancellation(error) || headwords.length === 0 || !ownFaults.has(type)) throw error;
      for (const headword of headwords) failed.set(headword, { headword, error: { type, message } });
    }
  };

  await allOrNone(() => {
    const drawn = draw();
    const ordered = inOrderOfRendering(groups);
    return [
      drawn,
      ...ordered.map(async (group) => {
        if (!group.needsStills || (await drawn)) await render(group);
      }),
    ];
  });
  return [...failed.values()];
}

/** Scenes first, for they wait for nothing; the longest first, so that the last ones end at about the same time. */
function inOrderOfRendering(groups: readonly GroupSummary[]): GroupSummary[] {
  return [...groups].sort((a, b) => Number(a.needsStills) - Number(b.needsStills) || b.work - a.work);
}

/** Awaits all of them. When one fails the lesson cannot be made: the others are stopped, and its error is thrown. */
async function allOrNone(start: () => Promise<unknown>[]): Promise<void> {
  await CancellationScope.cancellable(async () => {
    const scope = CancellationScope.current();
    const outcomes = await Promise.allSettled(
      start().map((one) =>
        one.catch((error: unknown) => {
          scope.cancel();
          throw error;
        }),
      ),
    );
    const errors = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    if (errors.length > 0) throw errors.find((error) => !isCancellation(error)) ?? errors[0];
  });
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
