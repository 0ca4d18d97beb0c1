import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LessonPlan, Segment } from '../lesson/index.js';
import { encoderProfile, runFfmpeg, segmentCommand, verifySegment } from '../media/index.js';
import { LangflixError } from '../shared/errors.js';
import { captionFontsFolder, fontsFingerprint } from '../slides/index.js';
import { attemptFolder, segmentCache, sharedFolder } from '../storage/index.js';
import { captionScript } from './captions.js';
import type { ActivityDependencies } from './dependencies.js';
import { readRunFile, segmentPath, stillPath } from './run-folder.js';
import { segmentHash } from './segment-hash.js';
import { runStep, type Step, type StepInput } from './step.js';

export interface RenderedGroup {
  rendered: number;
  /** Segments that the cache had already. */
  cached: number;
}

/** Renders the segments of one group, those that the cache does not have, and links all of them into the run. */
export function renderSegments(deps: ActivityDependencies) {
  return (input: StepInput & { group: string }): Promise<RenderedGroup> =>
    runStep(deps, 'segments', input, async (step) => {
      const { plan } = await readRunFile(deps.home, step.runId, 'plan.json');
      const group = plan.groups.find(({ id }) => id === input.group);
      if (group === undefined) throw new Error(`the plan has no group ${input.group}`);
      const outcome: RenderedGroup = { rendered: 0, cached: 0 };
      let framesBefore = 0;
      for (const segment of plan.segments.filter(({ id }) => group.segments.includes(id))) {
        step.signal.throwIfAborted();
        const advance = (frame: number) =>
          step.progress(framesBefore + Math.min(frame, segment.frames), group.frames, segment.label);
        advance(0);
        const fresh = await renderSegment(deps, step, plan, segment, advance);
        outcome[fresh ? 'rendered' : 'cached'] += 1;
        framesBefore += segment.frames;
        advance(0);
      }
      return outcome;
    });
}

/** @returns whether it had to be encoded */
async function renderSegment(
  deps: ActivityDependencies,
  step: Step,
  plan: LessonPlan,
  segment: Segment,
  advance: (frame: number) => void,
): Promise<boolean> {
  const { request, fingerprint } = await readRunFile(deps.home, step.runId, 'request.json');
  const { probe } = await readRunFile(deps.home, step.runId, 'probe.json');
  const { format } = plan;
  const { native } = await readRunFile(deps.home, step.runId, 'subtitles.json');
  const ass = captionScript(segment, format, native);
  const still =
    segment.picture.type === 'still' ? stillPath(deps.home, step.runId, segment.picture.still) : null;
  const hash = segmentHash({
    segment,
    format,
    episode: fingerprint,
    ass,
    still:
      still === null
        ? null
        : createHash('sha256')
            .update(await readFile(still))
            .digest('hex'),
    fonts: await fontsFingerprint(),
    profile: encoderProfile,
    tools: deps.tools,
  });

  const cache = segmentCache(deps.home);
  const target = segmentPath(deps.home, step.runId, segment.id);
  const cached = (await cache.lookup(hash)) !== null;
  if (!cached) {
    await using folder = await attemptFolder(
      deps.home,
      step.runId,
      `${step.activityId}-${segment.id}`,
      step.attempt,
    );
    if (ass !== null) await writeFile(join(folder.path, 'captions.ass'), ass);
    const fonts = join(sharedFolder(deps.home, step.runId), 'fonts');
    const output = join(folder.path, 'segment.mov');
    const command = segmentCommand({
      segment,
      format,
      source: { path: request.videoPath, probe },
      assFile: ass === null ? null : 'captions.ass',
      fontsDir: ass === null ? null : await captionFontsFolder(fonts, ass),
      stillPath: still,
      output,
      profile: encoderProfile,
      toneMapping: deps.tools.toneMapping,
    });
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
    await verifySegment(
      output,
      { frames: segment.frames, samples: segment.samples },
      { tools: deps.tools, signal: step.signal },
    );
    await cache.store(hash, output, { frames: segment.frames, samples: segment.samples });
  }
  await mkdir(join(target, '..'), { recursive: true });
  if ((await cache.linkInto(hash, target)) === null) {
    throw new LangflixError('Transient', `${target}: the cache let go of this segment just now`, {
      retryAfterMs: 1000,
    });
  }
  return !cached;
}
