#!/usr/bin/env node
// Makes the demo's own episode: a short play of two drawn people, spoken by espeak-ng where it is installed.
// Writes episode.mp4, episode.en.srt and episode.ko.srt. Same machine and ffmpeg, same bytes.
// Usage: node scripts/demo/make-episode.mjs OUTDIR
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SCENES } from './dialogue.mjs';
import { canSpeak, SPEECH_RATE, sayLine } from './speech.mjs';
import { openStage, PICTURE } from './stage.mjs';
import { soundTrack, timelineOf, toSrt } from './timeline.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Film's own rate: what most episodes have, and no whole number of frames a second, so that it tests the timing. */
const FRAME_RATE = { numerator: 24_000, denominator: 1001 };

/** The files of an episode, by what they are. */
export const EPISODE_FILES = {
  video: 'episode.mp4',
  subtitles: 'episode.en.srt',
  translation: 'episode.ko.srt',
};

/**
 * Makes the episode.
 *
 * @param {string} folder made when it is not there
 * @param {{ ffmpeg?: string, onProgress?: (percent: number) => void }} options
 * @returns {Promise<{ seconds: number, lines: number, spoken: boolean }>}
 */
export async function makeEpisode(folder, { ffmpeg = 'ffmpeg', onProgress } = {}) {
  const spoken = canSpeak();
  const timeline = timelineOf(SCENES, (who, text) => sayLine(who, text, spoken));
  const work = mkdtempSync(join(tmpdir(), 'langflix-episode-'));
  try {
    const sound = join(work, 'speech.s16');
    writeFileSync(sound, soundTrack(timeline));
    mkdirSync(folder, { recursive: true });
    // Beside its place first: a half-made episode never stands under the final name.
    const unfinished = join(folder, `unfinished-${EPISODE_FILES.video}`);
    await encode({ ffmpeg, timeline, sound, target: unfinished, onProgress });
    writeFileSync(
      join(folder, EPISODE_FILES.subtitles),
      toSrt(timeline.lines, (line) => line.en),
    );
    writeFileSync(
      join(folder, EPISODE_FILES.translation),
      toSrt(timeline.lines, (line) => line.ko),
    );
    renameSync(unfinished, join(folder, EPISODE_FILES.video));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return { seconds: timeline.seconds, lines: timeline.lines.length, spoken };
}

async function encode({ ffmpeg, timeline, sound, target, onProgress }) {
  const frameAt = await openStage(timeline, root);
  const frames = Math.ceil((timeline.seconds * FRAME_RATE.numerator) / FRAME_RATE.denominator);
  const child = spawn(ffmpeg, encoderArgs(sound, target, frames), { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    said = (said + chunk).slice(-4000);
  });
  const ended = once(child, 'close');
  // A dead ffmpeg shows as a broken pipe here; its own words and exit code, below, are the better message.
  let broken = false;
  child.stdin.on('error', () => {
    broken = true;
  });
  for (let n = 0; n < frames && !broken; n++) {
    const picture = frameAt((n * FRAME_RATE.denominator) / FRAME_RATE.numerator);
    // Waiting for each frame to be taken lets one buffer serve for all of them.
    await new Promise((taken) => child.stdin.write(picture, taken));
    if (n % 24 === 0) onProgress?.(Math.floor((n / frames) * 100));
  }
  child.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`ffmpeg could not make the episode (exit code ${code}): ${said.trim()}`);
  onProgress?.(100);
}

function encoderArgs(sound, target, frames) {
  const rate = `${FRAME_RATE.numerator}/${FRAME_RATE.denominator}`;
  const seconds = ((frames * FRAME_RATE.denominator) / FRAME_RATE.numerator).toFixed(6);
  return [
    ...words(
      `-v error -y -f rawvideo -pix_fmt rgb24 -s ${PICTURE.width}x${PICTURE.height} -r ${rate} -i pipe:0`,
    ),
    ...words(`-f s16le -ar ${SPEECH_RATE} -ac 1 -i`),
    sound,
    ...words('-map 0:v -map 1:a -vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p'),
    ...words('-colorspace bt709 -color_primaries bt709 -color_trc bt709'),
    // Keyframes ten seconds apart, as films have them: what makes seeking honest work.
    ...words('-c:v libx264 -preset veryfast -crf 21 -g 240 -threads 2'),
    // Sound as long as the picture; -shortest and -frames:v both cut it 0.7 s short (ffmpeg 5.1).
    ...words(`-af aresample=48000,apad=whole_dur=${seconds} -ac 2 -c:a aac -b:a 128k`),
    ...words('-fflags +bitexact -flags:v +bitexact -flags:a +bitexact -movflags +faststart'),
    target,
  ];
}

/** For arguments without spaces in them. */
function words(text) {
  return text.split(' ');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.length !== 3) {
    console.error('usage: node scripts/demo/make-episode.mjs OUTDIR');
    process.exit(2);
  }
  const { seconds, lines, spoken } = await makeEpisode(resolve(process.argv[2]));
  console.log(
    `${seconds.toFixed(1)} s, ${lines} lines, ${spoken ? 'spoken by espeak-ng' : 'tones in place of voices'}`,
  );
}
