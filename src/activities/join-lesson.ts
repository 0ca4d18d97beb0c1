import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  assertJoinable,
  chapterMetadata,
  clipCommand,
  concatList,
  encoderProfile,
  type FfmpegCommand,
  lessonCommand,
  runFfmpeg,
  verifyLesson,
} from '../media/index.js';
import { attemptFolder, sharedFolder } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { readRunFile, segmentPath } from './run-folder.js';
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
        const files = new Map(plan.segments.map(({ id }) => [id, segmentPath(deps.home, runId, id)]));
        const fileOf = (id: string) => {
          const file = files.get(id);
          if (file === undefined) throw new Error(`the plan has no segment ${id}`);
          return file;
        };
        await assertJoinable([...files.values()], { tools: deps.tools, signal });

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
          await mkdir(dirname(join(pack, file)), { recursive: true });
          await rename(output, join(pack, file));
        };

        const total = totalFrames + plan.clips.length;
        const lesson = join(folder.path, 'lesson.mp4');
        await render(
          lessonCommand({
            listFile: join(folder.path, 'segments.ffconcat'),
            metadataFile: join(folder.path, 'chapters.txt'),
            output: lesson,
            profile: encoderProfile,
            frames: totalFrames,
          }),
          'lesson.mp4',
          (frame) => progress(Math.min(frame, totalFrames), total, 'Joining the lesson'),
        );
        const samplesOf = new Map(plan.segments.map(({ id, samples }) => [id, samples]));
        const samples = plan.sequence.reduce((sum, id) => sum + (samplesOf.get(id) ?? 0), 0);
        await verifyLesson(lesson, { frames: totalFrames, samples }, { tools: deps.tools, signal });
        await keep(lesson, 'lesson.mp4');
        for (const [i, clip] of plan.clips.entries()) {
          progress(totalFrames + i, total, `Clip ${i + 1}/${plan.clips.length}`);
          const output = join(folder.path, `clip-${i + 1}.mp4`);
          const command = clipCommand({ segmentFile: fileOf(clip.segment), output, profile: encoderProfile });
          await render(command, clip.file, () => {});
          await keep(output, clip.file);
        }
        return { clips: plan.clips.length };
      },
    );
}
