// The floor: a lesson's own ffmpeg commands, run by a plain loop with nothing around them.
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inParallel, openInProcess } from './in-process.mjs';
import { fromDist } from './langflix.mjs';

const { readSegmentSource, segmentJob } = await fromDist('activities/segment-job.js');
const media = await fromDist('media/index.js');

/**
 * Plans a lesson, draws its slides and lays out all that its commands need.
 *
 * @returns the commands' argument lists: `segments` in the order of the lesson, then `join`
 */
export async function floorCommands(deps, input, folder) {
  const run = openInProcess(deps, input);
  await run.prepare();
  await Promise.all([run.drawSlides(), run.settle()]);
  const source = await readSegmentSource(deps.home, run.runId);
  const { plan } = source;
  const segments = [];
  const files = new Map();
  for (const segment of plan.segments) {
    const cwd = join(folder, segment.id);
    await mkdir(cwd, { recursive: true });
    const command = await (
      await segmentJob(deps, run.runId, source, { segment, format: plan.format })
    ).prepare(cwd);
    files.set(segment.id, command.output);
    segments.push({ id: segment.id, cwd, segment, args: media.ffmpegArguments(command) });
  }
  const framesOf = new Map(plan.segments.map(({ id, frames }) => [id, frames]));
  const list = join(folder, 'segments.ffconcat');
  const entries = plan.sequence.map((id) => ({ path: files.get(id), frames: framesOf.get(id) }));
  await writeFile(list, media.concatList(entries, plan.format));
  const chapters = join(folder, 'chapters.txt');
  const { format, totalFrames } = plan;
  await writeFile(chapters, media.chapterMetadata(plan.chapters, { format, totalFrames, title: 'floor' }));
  const join_ = media.lessonCommand({
    listFile: list,
    metadataFile: chapters,
    output: join(folder, 'lesson.mp4'),
    profile: media.encoderProfiles[source.request.request.options.quality],
  });
  return { plan, source, segments, join: { cwd: folder, args: media.ffmpegArguments(join_) }, run };
}

/** Runs the commands, so many at a time and then the join; wall time in seconds. */
export async function runFloor(ffmpeg, { segments, join }, slots) {
  const startedAt = performance.now();
  await inParallel(segments, slots, ({ cwd, args }) => runBare(ffmpeg, args, cwd));
  const encodedAt = performance.now();
  await runBare(ffmpeg, join.args, join.cwd);
  const endedAt = performance.now();
  return {
    seconds: (endedAt - startedAt) / 1000,
    encode: (encodedAt - startedAt) / 1000,
    join: (endedAt - encodedAt) / 1000,
  };
}

/** One ffmpeg, at the same priority as langflix's own. */
export function runBare(ffmpeg, args, cwd) {
  return new Promise((resolve, reject) => {
    const line = ['-n', String(media.NICENESS), ffmpeg, '-nostdin', ...args];
    const child = spawn('nice', line, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text) => {
      said = (said + text).slice(-2000);
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`ffmpeg ${args.join(' ')}\n${said}`)),
    );
  });
}
