// Episodes to measure with: real films with real captions where those are at hand, else made by ffmpeg.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { SCENES } from '../demo/dialogue.mjs';
import { root } from './langflix.mjs';

const execute = promisify(execFile);

/** Real media stand beside the project, where they are at all. */
const MEDIA = resolve(root, '..', 'shared', 'media');
const REAL = [MEDIA, resolve(root, '..', '..', 'shared', 'media')].find((path) =>
  existsSync(join(path, 'make-episode.mjs')),
);

/**
 * An episode of so many seconds with English subtitles, made once and kept in the folder.
 *
 * @param {string} folder absolute
 * @param {{ seconds: number, size: string, ffmpeg: string }} wanted `size` as 1280x720
 * @returns {Promise<{ video: string, subtitles: string, seconds: number, made: string }>}
 */
export async function episode(folder, { seconds, size, ffmpeg }) {
  await mkdir(folder, { recursive: true });
  const stem = join(folder, `episode-${size}-${seconds}s-${REAL ? 'films' : 'drawn'}`);
  const made = REAL ? 'real films and captions' : 'ffmpeg’s test pictures and the demo’s lines';
  const found = { video: `${stem}.mp4`, subtitles: `${stem}.en.vtt`, seconds, made };
  if (existsSync(found.video) && existsSync(found.subtitles)) return found;
  // Under another name until it is whole.
  const draft = `${stem}.draft`;
  if (REAL) {
    const captions = join(REAL, 'subtitles', 'elephants-dream', 'en.vtt');
    const options = ['--captions', captions, '--seconds', String(seconds), '--size', size];
    await execute(process.execPath, [join(REAL, 'make-episode.mjs'), `${draft}.mp4`, ...options]);
  } else await draw(`${draft}.mp4`, `${draft}.en.vtt`, { seconds, size, ffmpeg });
  await rename(`${draft}.en.vtt`, found.subtitles);
  await rename(`${draft}.mp4`, found.video);
  return found;
}

/** The same episode followed by more of it: the same lesson can be made of it, from further back. */
export async function longer({ video, subtitles, seconds, made }, times, ffmpeg) {
  const stem = video.replace(/\.mp4$/, `-x${times}`);
  const found = { video: `${stem}.mp4`, subtitles: `${stem}.en.vtt`, seconds: seconds * times, made };
  if (existsSync(found.video)) return found;
  const draft = `${stem}.draft.mp4`;
  await execute(ffmpeg, [
    ...['-v', 'error', '-nostdin', '-y', '-stream_loop', String(times - 1), '-i', video],
    ...['-map', '0', '-c', 'copy', '-movflags', '+faststart', draft],
  ]);
  await copyFile(subtitles, found.subtitles);
  await rename(draft, found.video);
  return found;
}

/** The same episode with no sound: the path of its video. */
export async function withoutSound({ video }, ffmpeg) {
  const silent = video.replace(/\.mp4$/, '-silent.mp4');
  await execute(ffmpeg, ['-v', 'error', '-nostdin', '-y', '-i', video, '-map', '0:v', '-c', 'copy', silent]);
  return silent;
}

const CUE_SECONDS = 3;
const GAP_SECONDS = 2;

async function draw(video, subtitles, { seconds, size, ffmpeg }) {
  const lines = SCENES.flatMap((scene) => scene.lines.map(({ en }) => en));
  const cues = [];
  for (let at = GAP_SECONDS; at + CUE_SECONDS < seconds; at += CUE_SECONDS + GAP_SECONDS) {
    cues.push(`${time(at)} --> ${time(at + CUE_SECONDS)}\n${lines[cues.length % lines.length]}\n`);
  }
  await writeFile(subtitles, `WEBVTT\n\n${cues.join('\n')}`);
  const picture = `mandelbrot=s=${size}:r=24000/1001:end_scale=0.00001:maxiter=400`;
  const loop = join(video.replace(basename(video), ''), `${basename(video, '.mp4')}-loop.mp4`);
  const base = ['-v', 'error', '-nostdin', '-y'];
  await execute(ffmpeg, [
    ...[...base, '-f', 'lavfi', '-t', '60', '-i', picture, '-vf', 'noise=alls=6:allf=t'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-g', '240', '-pix_fmt', 'yuv420p', loop],
  ]);
  await execute(ffmpeg, [
    ...[
      ...base,
      '-stream_loop',
      '-1',
      '-i',
      loop,
      '-f',
      'lavfi',
      '-i',
      'anoisesrc=r=48000:c=pink:a=0.2:seed=7',
    ],
    ...['-c:v', 'copy', '-c:a', 'aac', '-ac', '2', '-t', String(seconds), '-movflags', '+faststart', video],
  ]);
}

const time = (seconds) => new Date(seconds * 1000).toISOString().slice(11, -1);
