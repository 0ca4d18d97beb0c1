import { allSegments, groupPieces, type LessonFormat, type Segment } from '../lesson/index.js';
import { runFfmpeg, verifySegment } from '../media/index.js';
import { LangflixError } from '../shared/errors.js';
import { attemptFolder, segmentCache } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { makeFolderOf, segmentPath } from './run-folder.js';
import { readSegmentSource, type SegmentSource, segmentJob } from './segment-job.js';
import { runStep, type Step, type StepInput } from './step.js';
import { groupWork, segmentWork } from './work.js';

export interface RenderedGroup {
  rendered: number;
  /** Segments that the cache had already. */
  cached: number;
}

/** Renders the segments of one group, those that the cache does not have, and links all of them into the run. */
export function renderSegments(deps: ActivityDependencies) {
  return (input: StepInput & { group: string }): Promise<RenderedGroup> =>
    runStep(deps, 'segments', input, async (step) => {
      const source = await readSegmentSource(deps.home, step.runId);
      const group = source.plan.groups.find(({ id }) => id === input.group);
      if (group === undefined) throw new Error(`the plan has no group ${input.group}`);
      const outcome: RenderedGroup = { rendered: 0, cached: 0 };
      const total = groupWork(group, allSegments(source.plan));
      let before = 0;
      for (const { segment, format } of groupPieces(source.plan, group.id)) {
        step.signal.throwIfAborted();
        const work = segmentWork(segment);
        const advance = (frame: number) =>
          step.progress(
            before + Math.floor(work * Math.min(1, frame / segment.frames)),
            total,
            segment.label,
          );
        advance(0);
        const fresh = await renderSegment(deps, step, source, { segment, format }, advance);
        outcome[fresh ? 'rendered' : 'cached'] += 1;
        before += work;
        step.progress(before, total, segment.label);
      }
      return outcome;
    });
}

/** @returns whether it had to be encoded */
async function renderSegment(
  deps: ActivityDependencies,
  step: Step,
  source: SegmentSource,
  { segment, format }: { segment: Segment; format: LessonFormat },
  advance: (frame: number) => void,
): Promise<boolean> {
  const { hash, prepare } = await segmentJob(deps, step.runId, source, { segment, format });
  const cache = segmentCache(deps.home);
  const target = segmentPath(deps.home, step.runId, segment.id);
  await makeFolderOf(deps.home, step.runId, target);
  if ((await cache.linkInto(hash, target)) !== null) return false;

  await using folder = await attemptFolder(
    deps.home,
    step.runId,
    `${step.activityId}-${segment.id}`,
    step.attempt,
  );
  const command = await prepare(folder.path);
  await runFfmpeg(command, {
    tools: deps.tools,
    cwd: folder.path,
    signal: step.signal,
    hardSignal: step.hardSignal,
    pidFolder: deps.home.processes,
    stallMs: deps.stallMs,
    onProgress: ({ frame }) => advance(frame),
    onLog: (event) => step.log.info({ segment: segment.id, hash, ...event }, 'ffmpeg'),
  });
  const length = { frames: segment.frames, samples: segment.samples };
  await verifySegment(command.output, length);
  await cache.store(hash, command.output, length);
  if ((await cache.linkInto(hash, target)) === null) {
    throw new LangflixError('Transient', `${target}: the cache let go of this segment just now`, {
      retryAfterMs: 1000,
    });
  }
  return true;
}
