import { copyFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allSegments, type LessonPlan } from '../lesson/index.js';
import {
  assertJoinable,
  chapterMetadata,
  clipCommand,
  concatList,
  encoderProfiles,
  type FfmpegCommand,
  lessonCommand,
  runFfmpeg,
  verifyLesson,
} from '../media/index.js';
import { attemptFolder, sharedFolder } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { makeFolderOf, readRunFile, segmentPath } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

/** Joins the lesson from its segments and cuts the clips, all without encoding a picture again. */
export function joinLesson(deps: ActivityDependencies) {
  return (input: StepInput): Promise<{ clips: number }> =>
    runStep(
      deps,
      'lesson',
      input,
      async ({ runId, activityId, attempt, signal, hardSignal, progress, log }) => {
        const { plan } = await readRunFile(deps.home, runId, 'plan.json');
        const { request } = await readRunFile(deps.home, runId, 'request.json');
        const { format, totalFrames } = plan;
        const profile = encoderProfiles[request.options.quality];
        const files = new Map(plan.segments.map(({ id }) => [id, segmentPath(deps.home, runId, id)]));
        const fileOf = (id: string) => {
          const file = files.get(id);
          if (file === undefined) throw new Error(`the plan has no segment ${id}`);
          return file;
        };
        await assertJoinable([...files.values()]);

        await using folder = await attemptFolder(deps.home, runId, activityId, attempt);
        const framesOf = new Map(plan.segments.map(({ id, frames }) => [id, frames]));
        const entries = plan.sequence.map((id) => ({ path: fileOf(id), frames: framesOf.get(id) ?? 0 }));
        await writeFile(join(folder.path, 'segments.ffconcat'), concatList(entries, format));
        await writeFile(
          join(folder.path, 'chapters.txt'),
          chapterMetadata(plan.chapters, {
            format,
            totalFrames,
            title: request.videoPath.split(/[\\/]/).at(-1) ?? '',
          }),
        );
        const pack = join(sharedFolder(deps.home, runId), 'pack');
        const render = async (command: FfmpegCommand, file: string, onFrame: (frame: number) => void) => {
          await runFfmpeg(command, {
            tools: deps.tools,
            cwd: folder.path,
            signal,
            hardSignal,
            pidFolder: deps.home.processes,
            stallMs: deps.stallMs,
            onProgress: ({ frame }) => onFrame(frame),
            onLog: (event) => log.info({ file, ...event }, 'ffmpeg'),
          });
        };
        const keep = async (output: string, file: string) => {
          await makeFolderOf(deps.home, runId, join(pack, file));
          await rename(output, join(pack, file));
        };

        const clips = clipsOf(plan);
        const total = totalFrames + clips.reduce((sum, { frames }) => sum + frames, 0);
        let joined = 0;
        let clipped = 0;
        const advance = () => progress(Math.min(total, joined + clipped), total, 'Joining the lesson');

        const joinAll = async () => {
          const lesson = join(folder.path, 'lesson.mp4');
          const command = lessonCommand({
            listFile: join(folder.path, 'segments.ffconcat'),
            metadataFile: join(folder.path, 'chapters.txt'),
            output: lesson,
            profile,
            frames: totalFrames,
          });
          await render(command, 'lesson.mp4', (frame) => {
            joined = Math.min(frame, totalFrames);
            advance();
          });
          const samplesOf = new Map(plan.segments.map(({ id, samples }) => [id, samples]));
          const samples = plan.sequence.reduce((sum, id) => sum + (samplesOf.get(id) ?? 0), 0);
          await verifyLesson(lesson, { frames: totalFrames, samples });
          await keep(lesson, 'lesson.mp4');
        };
        const cutClips = async () => {
          for (const [i, { segment, files, frames }] of clips.entries()) {
            const output = join(folder.path, `clip-${i + 1}.mp4`);
            const command = clipCommand({
              segmentFile: segmentPath(deps.home, runId, segment),
              output,
              profile,
            });
            await render(command, files[0]!, () => {});
            for (const file of files.slice(1)) {
              await copyFile(output, `${output}.copy`);
              await keep(`${output}.copy`, file);
            }
            await keep(output, files[0]!);
            clipped += frames;
            advance();
          }
        };
        // The lesson's sound is encoded by one thread: the clips are made meanwhile. Both are awaited, whatever happens.
        const outcomes = await Promise.allSettled([joinAll(), cutClips()]);
        for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
        return { clips: plan.clips.length + (plan.shorts?.files.length ?? 0) };
      },
    );
}

/** The segments of which clips and shorts are made, each once, though several expressions may share it. */
function clipsOf(plan: LessonPlan): { segment: string; files: string[]; frames: number }[] {
  const filesOf = new Map<string, string[]>();
  for (const { segment, file } of [...plan.clips, ...(plan.shorts?.files ?? [])])
    filesOf.set(segment, [...(filesOf.get(segment) ?? []), file]);
  const framesOf = new Map(allSegments(plan).map(({ id, frames }) => [id, frames]));
  return [...filesOf].map(([segment, files]) => ({ segment, files, frames: framesOf.get(segment) ?? 0 }));
}
