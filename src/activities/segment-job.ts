import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LessonFormat, LessonPlan, Segment } from '../lesson/index.js';
import { encoderProfiles, type FfmpegCommand, lessonAudio, segmentCommand } from '../media/index.js';
import { captionFontsFolder, fontsFingerprint } from '../slides/index.js';
import { sharedFolder } from '../storage/index.js';
import { captionScript } from './captions.js';
import type { ActivityDependencies } from './dependencies.js';
import type { RunFiles } from './run-files.js';
import { readRunFile, stillPath } from './run-folder.js';
import { segmentHash } from './segment-hash.js';

/** What the segments of a run are made from. */
export interface SegmentSource {
  plan: LessonPlan;
  request: RunFiles['request.json'];
  probe: RunFiles['probe.json']['probe'];
  /** The learner's language. */
  native: string | null;
}

/** One segment that is to be there: by which hash, and how it is made. */
export interface SegmentJob {
  hash: string;
  /** Lays out in a folder, in which ffmpeg will run, what the segment needs; `segment.mov` will be made there. */
  prepare(folder: string): Promise<FfmpegCommand>;
}

/** Reads a run's files once for many segments. */
export async function readSegmentSource(
  home: ActivityDependencies['home'],
  runId: string,
): Promise<SegmentSource> {
  const [{ plan }, request, { probe }, { native }] = await Promise.all([
    readRunFile(home, runId, 'plan.json'),
    readRunFile(home, runId, 'request.json'),
    readRunFile(home, runId, 'probe.json'),
    readRunFile(home, runId, 'subtitles.json'),
  ]);
  return { plan, request, probe, native };
}

/**
 * The job of rendering one segment of a run. A still that it shows must have been drawn.
 *
 * @throws LangflixError `MissingGlyph`
 */
export async function segmentJob(
  { home, tools }: Pick<ActivityDependencies, 'home' | 'tools'>,
  runId: string,
  { request, probe, native }: SegmentSource,
  { segment, format }: { segment: Segment; format: LessonFormat },
): Promise<SegmentJob> {
  const profile = encoderProfiles[request.request.options.quality];
  const ass = captionScript(segment, format, native);
  const still = segment.picture.type === 'still' ? stillPath(home, runId, segment.picture.still) : null;
  const hash = segmentHash({
    segment,
    format,
    episode: request.fingerprint,
    ass,
    still: still === null ? null : sha256(await readFile(still)),
    audioStream: lessonAudio(probe)?.index ?? null,
    fonts: await fontsFingerprint(),
    profile,
    tools,
  });
  return {
    hash,
    async prepare(folder) {
      if (ass !== null) await writeFile(join(folder, 'captions.ass'), ass);
      const fonts = join(sharedFolder(home, runId), 'fonts');
      return segmentCommand({
        segment,
        format,
        source: { path: request.request.videoPath, probe },
        assFile: ass === null ? null : 'captions.ass',
        fontsDir: ass === null ? null : await captionFontsFolder(fonts, ass),
        stillPath: still,
        output: join(folder, 'segment.mov'),
        profile,
        toneMapping: tools.toneMapping,
      });
    },
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
