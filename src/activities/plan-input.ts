import { basename, extname } from 'node:path';
import type { HeardStretch, PlanInput } from '../lesson/index.js';
import { theme } from '../slides/index.js';
import { translationFor } from '../subtitles/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { readRunFile } from './run-folder.js';

/** What the activities before it have left for the lesson to be planned from. */
export async function readPlanInput(
  deps: ActivityDependencies,
  runId: string,
  { leftOut, heard }: { leftOut: readonly string[]; heard: readonly HeardStretch[] },
): Promise<PlanInput> {
  const { request } = await readRunFile(deps.home, runId, 'request.json');
  const { probe } = await readRunFile(deps.home, runId, 'probe.json');
  const { cues, ...tracks } = await readRunFile(deps.home, runId, 'subtitles.json');
  const { candidates, ...found } = await readRunFile(deps.home, runId, 'expressions.json');
  const translation = tracks.translation ?? found.translation ?? null;
  return {
    episodeName: basename(request.videoPath, extname(request.videoPath)),
    level: request.options.level,
    quality: request.options.quality,
    cues,
    translation,
    translationFor: (startMs, endMs) =>
      translation === null ? null : translationFor(startMs, endMs, translation),
    expressions: candidates.filter(({ chosen }) => chosen),
    probe,
    endCardItems: theme.endCard.mostItems,
    shorts: request.options.shorts ? theme.shorts : null,
    heard,
    leftOut,
  };
}
