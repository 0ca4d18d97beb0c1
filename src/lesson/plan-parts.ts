import type { LessonFormat, LessonPlan, Segment } from './plan-types.js';

/** Every segment that is rendered: those of the lesson, and the shorts. */
export function allSegments({ segments, shorts }: Pick<LessonPlan, 'segments' | 'shorts'>): Segment[] {
  return [...segments, ...(shorts?.segments ?? [])];
}

/** The segments of a render group, in order, and the format of each. Empty for a group that the plan has not. */
export function groupPieces(plan: LessonPlan, group: string): { segment: Segment; format: LessonFormat }[] {
  const ids = plan.groups.find(({ id }) => id === group)?.segments ?? [];
  return allSegments(plan)
    .filter(({ id }) => ids.includes(id))
    .map((segment) => ({
      segment,
      format: plan.shorts !== null && segment.kind === 'short' ? plan.shorts.format : plan.format,
    }));
}
