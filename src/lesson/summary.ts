import type { LessonPlan, RenderGroup } from './plan-types.js';

/** As much of a plan as a workflow needs: small enough for a payload, whatever the episode. */
export interface LessonSummary {
  expressions: number;
  segments: number;
  groups: RenderGroup[];
  /** Length of the lesson. */
  seconds: number;
}

/** Sums up a plan; a plan with 50 expressions stays under 40 KB as JSON. */
export function lessonSummary(plan: LessonPlan): LessonSummary {
  const { num, den } = plan.format.frameRate;
  return {
    expressions: plan.expressions.length,
    segments: plan.segments.length,
    groups: plan.groups,
    seconds: Math.round((plan.totalFrames * den * 1000) / num) / 1000,
  };
}
