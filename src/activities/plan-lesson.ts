import { planLesson as plan } from '../lesson/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { readPlanInput } from './plan-input.js';
import { writeRunFile } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

export interface DraftSummary {
  slides: number;
  summary: string;
}

/** Lays out the lesson: which stretch of the episode is shown when, with what on it. Its sound is not heard yet. */
export function planLesson(deps: ActivityDependencies) {
  return (input: StepInput & { leftOut: string[] }): Promise<DraftSummary> =>
    runStep(deps, 'plan', input, async ({ runId }) => {
      const draft = plan(await readPlanInput(deps, runId, { leftOut: input.leftOut, heard: [] }));
      await writeRunFile(deps.home, runId, 'draft.json', { plan: draft });
      const { num, den } = draft.format.frameRate;
      const seconds = Math.round((draft.totalFrames * den) / num);
      return {
        slides: draft.slides.length,
        summary: `${draft.expressions.length} expressions, ${draft.segments.length} segments, ${seconds} s`,
      };
    });
}
