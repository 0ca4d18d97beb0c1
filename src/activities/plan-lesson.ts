import { basename, extname } from 'node:path';
import { planLesson as plan } from '../lesson/index.js';
import { translationFor } from '../subtitles/index.js';
import type { ActivityDependencies } from './dependencies.js';
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
  slides: number;
  /** Length of the lesson. */
  seconds: number;
  summary: string;
}

/** Lays out the lesson: which stretch of the episode is shown when, with what on it. */
export function planLesson(deps: ActivityDependencies) {
  return (input: StepInput & { leftOut: string[] }): Promise<PlanSummary> =>
    runStep(deps, 'plan', input, async ({ runId }) => {
      const { request } = await readRunFile(deps.home, runId, 'request.json');
      const { probe } = await readRunFile(deps.home, runId, 'probe.json');
      const { cues, translation } = await readRunFile(deps.home, runId, 'subtitles.json');
      const { candidates } = await readRunFile(deps.home, runId, 'expressions.json');
      const lesson = plan({
        episodeName: basename(request.videoPath, extname(request.videoPath)),
        level: request.options.level,
        cues,
        translation,
        translationFor: (startMs, endMs) =>
          translation === null ? null : translationFor(startMs, endMs, translation),
        expressions: candidates.filter(({ chosen }) => chosen),
        probe,
        leftOut: input.leftOut,
      });
      await writeRunFile(deps.home, runId, 'plan.json', { plan: lesson });

      const segments = new Map(lesson.segments.map((segment) => [segment.id, segment]));
      const headwordsOf = (ids: string[]) =>
        [...new Set(ids.flatMap((id) => segments.get(id)?.expressions ?? []))].flatMap(
          (position) => lesson.expressions[position]?.headword ?? [],
        );
      const { num, den } = lesson.format.frameRate;
      const seconds = Math.round((lesson.totalFrames * den) / num);
      return {
        groups: lesson.groups.map((group) => ({
          id: group.id,
          label: group.label,
          work: groupWork(group, lesson.segments),
          needsStills: group.segments.some((id) => segments.get(id)?.picture.type === 'still'),
          headwords: headwordsOf(group.segments),
        })),
        slides: lesson.slides.length,
        seconds,
        summary: `${lesson.expressions.length} expressions, ${lesson.segments.length} segments, ${seconds} s`,
      };
    });
}
