import {
  allSegments,
  type HeardStretch,
  isHeard,
  type LessonPlan,
  planLesson,
  stretchesToHear,
} from '../lesson/index.js';
import { hearStretch, LEVEL_STEP_MS } from '../media/index.js';
import { LangflixError } from '../shared/errors.js';
import type { ActivityDependencies } from './dependencies.js';
import { readPlanInput } from './plan-input.js';
import { hasRunFile, readRunFile, writeRunFile } from './run-folder.js';
import { runStep, type Step, type StepInput } from './step.js';
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

/** Stretches that are read side by side: decoding sound is light, and the file is opened for each anew. */
const AT_ONCE = 2;

/**
 * Hears the sound around every line, once, and settles the draft by it: edges move into pauses, loudness is evened.
 * What was heard is kept, so a lesson that is planned again without an expression reads next to nothing.
 */
export function settlePlan(deps: ActivityDependencies) {
  return (input: StepInput & { leftOut: string[] }): Promise<PlanSummary> =>
    runStep(deps, 'plan', input, async (step) => {
      const { plan: draft } = await readRunFile(deps.home, step.runId, 'draft.json');
      const heard = await hearAll(deps, step, draft);
      const plan = planLesson(await readPlanInput(deps, step.runId, { leftOut: input.leftOut, heard }));
      await writeRunFile(deps.home, step.runId, 'plan.json', { plan });
      return summaryOf(plan);
    });
}

async function hearAll(
  deps: ActivityDependencies,
  { runId, signal, log, progress }: Step,
  draft: LessonPlan,
): Promise<HeardStretch[]> {
  const { request } = await readRunFile(deps.home, runId, 'request.json');
  const { probe } = await readRunFile(deps.home, runId, 'probe.json');
  const known = (await hasRunFile(deps.home, runId, 'sound.json'))
    ? (await readRunFile(deps.home, runId, 'sound.json')).stretches
    : [];
  const wanted = stretchesToHear(draft, probe.durationMs).filter((extent) => !isHeard(extent, known));
  if (wanted.length === 0) return known;

  const heard: HeardStretch[] = [];
  const queue = [...wanted];
  const hearNext = async (): Promise<void> => {
    for (let extent = queue.shift(); extent !== undefined; extent = queue.shift()) {
      const { startMs, endMs } = extent;
      progress(heard.length, wanted.length, 'Listening');
      try {
        const lengthMs = endMs - startMs;
        const { tools } = deps;
        const levels = await hearStretch({
          path: request.videoPath,
          probe,
          startMs,
          lengthMs,
          tools,
          signal,
        });
        heard.push({ startMs, stepMs: LEVEL_STEP_MS, levels });
      } catch (error) {
        if (!(error instanceof LangflixError) || error.kind !== 'RenderFailed') throw error;
        // A part that cannot be decoded is named when its segment is rendered, and only its expressions are left out.
        log.warn({ err: error }, 'not heard');
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hearNext));
  const stretches = [...known, ...heard].sort((a, b) => a.startMs - b.startMs);
  await writeRunFile(deps.home, runId, 'sound.json', { stretches });
  return stretches;
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
