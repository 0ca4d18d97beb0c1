import { allSegments, type LessonPlan, planLesson } from '../lesson/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { hearStretches } from './hear-stretches.js';
import { readPlanInput } from './plan-input.js';
import { readRunFile, writeRunFile } from './run-folder.js';
import { runStep, type StepInput } from './step.js';
import { groupWork } from './work.js';

/** A render group as the workflow needs to know it. */
export interface GroupSummary {
  id: string;
  label: string;
  /** How much there is to do, in frames that move. */
  work: number;
  /** Whether it shows stills, which must be drawn before. */
  needsStills: boolean;
  /** Of the expressions that cannot do without it; none for title and end. */
  headwords: string[];
}

export interface PlanSummary {
  groups: GroupSummary[];
  /** Length of the lesson. */
  seconds: number;
}

/**
 * Hears the sound around every line, once, and settles the draft by it: edges move into pauses, loudness is evened.
 * What was heard is kept, so a lesson that is planned again without an expression reads next to nothing.
 */
export function settlePlan(deps: ActivityDependencies) {
  return (input: StepInput & { leftOut: string[] }): Promise<PlanSummary> =>
    runStep(deps, 'plan', input, async (step) => {
      const { plan: draft } = await readRunFile(deps.home, step.runId, 'draft.json');
      const heard = await hearStretches(deps, step, draft);
      const plan = planLesson(await readPlanInput(deps, step.runId, { leftOut: input.leftOut, heard }));
      await writeRunFile(deps.home, step.runId, 'plan.json', { plan });
      return summaryOf(plan);
    });
}

function summaryOf(plan: LessonPlan): PlanSummary {
  const segments = new Map(allSegments(plan).map((segment) => [segment.id, segment]));
  const headwordsOf = (ids: string[]) =>
    [...new Set(ids.flatMap((id) => segments.get(id)?.expressions ?? []))].flatMap(
      (position) => plan.expressions[position]?.headword ?? [],
    );
  const { num, den } = plan.format.frameRate;
  return {
    groups: plan.groups.map((group) => ({
      id: group.id,
      label: group.label,
      work: groupWork(group, allSegments(plan)),
      needsStills: group.segments.some((id) => segments.get(id)?.picture.type === 'still'),
      headwords: headwordsOf(group.segments),
    })),
    seconds: Math.round((plan.totalFrames * den) / num),
  };
}
