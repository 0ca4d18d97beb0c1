import { CancellationScope, isCancellation } from '@temporalio/workflow';
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

/**
 * Makes all parts of a drafted lesson, each as soon as what it needs is there: slides are drawn while the scenes are
 * listened to; then all groups are rendered side by side (the media queue's slots bound how many), and those that show
 * no slide do not wait for any.
 *
 * @returns the expressions that failed through their own fault, and the lesson's length in seconds
 */
export async function makeParts(
  { light, media }: ReturnType<typeof activitiesUnder>,
  stages: StageTracker,
  draft: { slides: number; limits: Limits; leftOut: string[] },
): Promise<{ failed: LeftOut; seconds: number }> {
  const { slides, limits, leftOut } = draft;
  const failed = new Map<string, LeftOut[number]>();

  const draw = async (): Promise<boolean> => {
    const summary = `Draw ${slides} slides`;
    const drawn = await light.drawSlides.executeWithOptions({ summary }, [{ limits }]);
    for (const one of drawn.failed) failed.set(one.headword, one);
    return drawn.failed.length === 0;
  };
  const settle = () =>
    light.settlePlan.executeWithOptions({ summary: 'Listen to the scenes' }, [{ limits, leftOut }]);
  const render = async ({ id, label, headwords }: GroupSummary) => {
    try {
      const options = { summary: label, activityId: id };
      await media.renderSegments.executeWithOptions(options, [{ limits, group: id }]);
      stages.done(id);
    } catch (error) {
      const { type, message } = failureOf(error, limits);
      if (isCancellation(error) || headwords.length === 0 || !ownFaults.has(type)) throw error;
      for (const headword of headwords) failed.set(headword, { headword, error: { type, message } });
    }
  };

  stages.enter('slides');
  let seconds = 0;
  await allOrNone(() => {
    const drawn = draw();
    const settled = settle();
    const renderAll = async () => {
      const plan = await settled;
      seconds = plan.seconds;
      await allOrNone(() =>
        inOrderOfRendering(plan.groups).map(async (group) => {
          if (!group.needsStills || (await drawn)) await render(group);
        }),
      );
    };
    const enterSegments = async () => {
      const [{ groups }, areDrawn] = await Promise.all([settled, drawn]);
      if (areDrawn) stages.enter('segments', Object.fromEntries(groups.map(({ id, work }) => [id, work])));
    };
    return [drawn, renderAll(), enterSegments()];
  });
  return { failed: [...failed.values()], seconds };
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
