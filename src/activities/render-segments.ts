import { allSegments, groupPieces, type LessonFormat, type Segment } from '../lesson/index.js';
import { runFfmpeg, verifySegment } from '../media/index.js';
import { LangflixError } from '../shared/errors.js';
import { type AttemptFolder, attemptFolder, segmentCache } from '../storage/index.js';
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
      // Checking and keeping a segment waits for the disk, not for the processor: the next one is encoded meanwhile.
      let keeping = Promise.resolve();
      try {
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
          const encoded = await encodeSegment(deps, step, source, { segment, format }, advance);
          outcome[encoded === null ? 'cached' : 'rendered'] += 1;
          const previous = keeping;
          if (encoded !== null) {
            // Also where the one before it fails: what was encoded is kept for the next attempt.
            keeping = keepSegment(deps, encoded);
            // It is awaited a segment later, when it may have failed already.
            keeping.catch(() => {});
          }
          await previous;
          before += work;
          step.progress(before, total, segment.label);
        }
        await keeping;
      } catch (error) {
        await keeping.catch(() => {});
        throw error;
      }
      return outcome;
    });
}

interface EncodedSegment {
  segment: Segment;
  hash: string;
  folder: AttemptFolder;
  /** What ffmpeg has written, in `folder`. */
  output: string;
  /** Where the run has it. */
  target: string;
}

/** @returns null where the cache had it: it is linked into the run */
async function encodeSegment(
  deps: ActivityDependencies,
  step: Step,
  source: SegmentSource,
  { segment, format }: { segment: Segment; format: LessonFormat },
  advance: (frame: number) => void,
): Promise<EncodedSegment | null> {
  const { hash, prepare } = await segmentJob(deps, step.runId, source, { segment, format });
  const target = segmentPath(deps.home, step.runId, segment.id);
  await makeFolderOf(deps.home, step.runId, target);
  if ((await segmentCache(deps.home).linkInto(hash, target)) !== null) return null;

  const folder = await attemptFolder(deps.home, step.runId, `${step.activityId}-${segment.id}`, step.attempt);
  try {
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
    return { segment, hash, folder, output: command.output, target };
  } catch (error) {
    await folder.dispose();
    throw error;
  }
}

/** Checks an encoded segment, puts it into the cache and links it into the run. */
async function keepSegment(deps: ActivityDependencies, encoded: EncodedSegment): Promise<void> {
  const { segment, hash, output, target } = encoded;
  await using _ = encoded.folder;
  const cache = segmentCache(deps.home);
  const length = { frames: segment.frames, samples: segment.samples };
  await verifySegment(output, length);
  await cache.store(hash, output, length);
  if ((await cache.linkInto(hash, target)) === null) {
    throw new LangflixError('Transient', `${target}: the cache let go of this segment just now`, {
      retryAfterMs: 1000,
    });
  }
}
