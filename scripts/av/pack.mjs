// Measures the videos of a study pack by decoding all of them: as many frames and samples as they should have, and
// sound as long as the picture.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { decodedFrames, decodedSound, truePeak } from './decode.mjs';
import { fromDist } from './from-dist.mjs';

const SAMPLE_RATE = 48_000;
/** AAC comes in packets of so many samples (21.3 ms): by up to that its last one is longer than the picture. */
const AAC_PACKET = 1024;
/** What every scene is brought to, in LUFS, and how far off it may be. */
const TARGET_LUFS = -16;
const TOLERANCE_LU = 1;
/** In dBTP. */
const MAX_TRUE_PEAK = -1.5;
/** No pixel of a black picture is brighter, of 16 to 235. */
const BLACK = 40;
const SMALL = { width: 64, height: 36 };

/**
 * Decodes the videos of a study pack, or one video, and compares.
 *
 * @param {string} target absolute
 * @param {{ tools?: object }} options `tools` as `findMediaTools` gives them
 * @returns {Promise<{ rows: Measured[], faults: string[] }>}
 */
export async function verifyPack(target, { tools } = {}) {
  const { countDecoded, findMediaTools } = await fromDist('media/index.js');
  const { readConfig } = await fromDist('config/index.js');
  if (!existsSync(target)) return { rows: [], faults: [`${target} is not there`] };
  const config = readConfig(process.env);
  const found = tools ?? (await findMediaTools({ ffmpeg: config.ffmpegPath, ffprobe: config.ffprobePath }));
  const isPack = statSync(target).isDirectory();
  const names = isPack ? videosOf(target) : [basename(target)];
  const folder = isPack ? target : dirname(target);

  const rows = [];
  const faults = [];
  for (const name of names) {
    const path = join(folder, name);
    const [said, decoded] = await Promise.all([
      readContainer(found.ffprobe, path),
      countDecoded(path, { tools: found }),
    ]);
    const row = { ...measured(name, said, decoded), ...(await heard(path)), ...(await seen(path)) };
    rows.push(row);
    faults.push(...faultsOf(row, said));
  }
  if (isPack) faults.push(...packFaults(target, rows));
  return { rows, faults };
}

/**
 * @typedef {object} Measured
 * @property {string} name in the study pack
 * @property {number} containerSeconds what the file says of itself
 * @property {number} frames decoded
 * @property {number} samples decoded, per channel
 * @property {number} pictureSeconds of the decoded frames
 * @property {number} soundSeconds of the decoded samples
 * @property {number} differenceMs sound minus picture
 * @property {number} frameMs length of a frame
 * @property {number | null} loudness integrated, LUFS; null for silence
 * @property {number} peak the highest true peak, dBTP
 * @property {number} blackFrames pictures without a pixel that is brighter than black: for a person to judge, since
 *   episodes fade to black
 */

/** @returns {Measured} */
function measured(name, said, { frames, samples }) {
  const pictureSeconds = (frames * said.frameRate.den) / said.frameRate.num;
  const soundSeconds = samples / SAMPLE_RATE;
  return {
    name,
    containerSeconds: said.seconds,
    frames,
    samples,
    pictureSeconds,
    soundSeconds,
    differenceMs: (soundSeconds - pictureSeconds) * 1000,
    frameMs: (1000 * said.frameRate.den) / said.frameRate.num,
  };
}

async function heard(path) {
  const { loudnessLevels } = await fromDist('media/index.js');
  const { integratedLoudness } = await fromDist('lesson/loudness.js');
  const loudness = integratedLoudness(loudnessLevels(await decodedSound(path)), 10);
  return { loudness, peak: await truePeak(path) };
}

async function seen(path) {
  let blackFrames = 0;
  for await (const frame of decodedFrames(path, SMALL))
    if (frame.every((shade) => shade < BLACK)) blackFrames += 1;
  return { blackFrames };
}

function faultsOf(row, { chapters, frameRate }) {
  const { name, frames, samples, differenceMs, frameMs, loudness, peak } = row;
  const faults = [];
  if (peak > MAX_TRUE_PEAK) faults.push(`${name} has a true peak of ${peak} dBTP`);
  // A clip is one scene; what is far too soft was raised as much as is sensible.
  if (name.startsWith('clips/') && loudness !== null && Math.abs(loudness - TARGET_LUFS) > TOLERANCE_LU)
    faults.push(`${name} has ${loudness.toFixed(1)} LUFS`);
  if (frames === 0) faults.push(`${name} has no picture`);
  if (samples === 0) faults.push(`${name} has no sound`);
  const allowed = Math.max(frameMs, (AAC_PACKET / SAMPLE_RATE) * 1000);
  if (Math.abs(differenceMs) > allowed) {
    faults.push(`${name}: sound and picture differ by ${differenceMs.toFixed(1)} ms`);
  }
  // Chapters are in milliseconds; a frame's start, rounded to one, is at most half of one off.
  for (const { title, startMs } of chapters) {
    const frame = (startMs * frameRate.num) / (1000 * frameRate.den);
    const offMs = Math.abs(frame - Math.round(frame)) * frameMs;
    if (offMs > 1) faults.push(`${name}: the chapter ${title} begins ${offMs.toFixed(1)} ms off a frame`);
  }
  const end = chapters.at(-1)?.endMs;
  if (end !== undefined && Math.abs(end - frames * frameMs) > frameMs) {
    faults.push(`${name}: its chapters end at ${end} ms, its picture at ${Math.round(frames * frameMs)} ms`);
  }
  return faults;
}

/** What the study pack's own data says of its videos. */
function packFaults(folder, rows) {
  const faults = [];
  const lesson = rows.find(({ name }) => name === 'lesson.mp4');
  if (lesson === undefined) return [`${folder} holds no lesson.mp4`];
  const { report } = readJson(join(folder, 'manifest.json')) ?? {};
  // The report speaks of whole seconds.
  if (report === undefined) faults.push('manifest.json is missing or broken');
  else if (Math.abs(report.seconds - lesson.pictureSeconds) > 0.5) {
    faults.push(
      `the manifest says ${report.seconds} s, the lesson has ${lesson.pictureSeconds.toFixed(3)} s`,
    );
  }
  const { expressions = [] } = readJson(join(folder, 'expressions.json')) ?? {};
  for (const { headword, clip, startMs, endMs } of expressions) {
    const row = rows.find(({ name }) => name === clip);
    if (row === undefined) faults.push(`${headword} has no clip`);
    else if (Math.abs(row.pictureSeconds * 1000 - (endMs - startMs)) > row.frameMs) {
      faults.push(`${clip} has ${row.pictureSeconds.toFixed(3)} s, its scene ${(endMs - startMs) / 1000} s`);
    }
  }
  return faults;
}

function videosOf(folder) {
  const clips = join(folder, 'clips');
  const names = existsSync(clips) ? readdirSync(clips).filter((name) => name.endsWith('.mp4')) : [];
  const all = ['lesson.mp4', ...names.sort().map((name) => `clips/${name}`)];
  return all.filter((name) => existsSync(join(folder, name)));
}

async function readContainer(ffprobe, path) {
  const entries =
    'stream=codec_type,r_frame_rate:format=duration:chapter=start_time,end_time:chapter_tags=title';
  const args = [
    '-v',
    'error',
    '-of',
    'json',
    '-show_chapters',
    '-show_entries',
    entries,
    '-i',
    `file:${path}`,
  ];
  const { stdout } = await promisify(execFile)(ffprobe, args);
  const { streams, format, chapters } = JSON.parse(stdout);
  const video = streams.find(({ codec_type: type }) => type === 'video');
  const [num, den] = (video?.r_frame_rate ?? '25/1').split('/').map(Number);
  return {
    seconds: Number(format.duration),
    frameRate: { num, den },
    chapters: chapters.map(({ start_time: start, end_time: end, tags }) => ({
      title: tags?.title ?? '',
      startMs: Number(start) * 1000,
      endMs: Number(end) * 1000,
    })),
  };
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** @param {Measured[]} rows */
export function packTable(rows) {
  const head = [
    'video',
    'container',
    'frames',
    'samples',
    'picture',
    'sound',
    'sound - picture',
    'loudness',
    'true peak',
    'black',
  ];
  const seconds = (value) => `${value.toFixed(3)} s`;
  return [
    head,
    ...rows.map((row) => [
      row.name,
      seconds(row.containerSeconds),
      String(row.frames),
      String(row.samples),
      seconds(row.pictureSeconds),
      seconds(row.soundSeconds),
      `${row.differenceMs.toFixed(1)} ms`,
      row.loudness === null ? 'silent' : `${row.loudness.toFixed(1)} LUFS`,
      `${row.peak.toFixed(1)} dBTP`,
      `${row.blackFrames} frames`,
    ]),
  ];
}
