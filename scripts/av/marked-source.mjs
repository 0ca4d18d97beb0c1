import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';

/** Of the marked pictures. */
export const SIZE = { width: 320, height: 180 };
/** Rows in which a white picture flashes for one frame at every full second. */
export const FLASH = { top: 16, bottom: 48 };
/** A row of squares at the top left tells the second in binary, least bit first. */
export const CODE = { cell: 12, bits: 8 };

const SAMPLE_RATE = 48_000;
/** The click at every full second: hertz and seconds. */
const CLICK = { hertz: 4000, seconds: 0.008 };
/** Hums instead of words, from and to these parts of each second; what lies between are pauses. */
export const HUMS = [
  { from: 0.22, to: 0.44 },
  { from: 0.6, to: 0.82 },
];
/** How loud the hum is, as a share of full scale, in each third of the episode: what the lesson has to even out. */
const LOUDNESS = [0.04, 0.12, 0.45];

/** What is said: seconds and text. Three moments far apart, each with an expression that the lexicon knows. */
const DIALOGUE = [
  [3.1, 'Are you sure about this plan of yours?'],
  [6.45, 'No, but I think we should give it a shot.'],
  [9.9, 'All right, I will be here until you come back.'],
  [33.3, 'My brother always laughs at my ideas.'],
  [36.75, 'She wrote to me out of the blue.'],
  [40.2, 'What did she want from you this time?'],
  [63.35, 'There are three men in front of the house.'],
  [66.6, 'Then keep an eye on the door for me.'],
  [70.1, 'I do not think that they will come in.'],
];
const CUE_SECONDS = 2.3;
export const SECONDS = 78;

/** @returns {string} the dialogue as SubRip */
export function markedSubtitles() {
  const clock = (seconds) =>
    new Date(Math.round(seconds * 1000)).toISOString().slice(11, 23).replace('.', ',');
  return DIALOGUE.map(
    ([at, text], i) => `${i + 1}\n${clock(at)} --> ${clock(at + CUE_SECONDS)}\n${text}\n`,
  ).join('\n');
}

/**
 * Makes an episode that can be measured: each second begins with a white flash of one frame and a click, a row of
 * squares tells which second it is, and every frame differs from the one before.
 *
 * @param {string} output absolute, `.mp4` or `.mkv`
 * @param {{ num: number, den: number, variable?: boolean }} rate frames per second; `variable`: some of them are left out
 */
export async function makeMarkedSource(output, rate) {
  const sound = `${output}.pcm`;
  await writeFile(sound, markedSound());
  const ffmpeg = spawn(
    'ffmpeg',
    [
      ...['-nostdin', '-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'gray'],
      ...['-s', `${SIZE.width}x${SIZE.height}`, '-r', `${rate.num}/${rate.den}`, '-i', 'pipe:0'],
      ...['-f', 's16le', '-ar', String(SAMPLE_RATE), '-ac', '1', '-i', sound],
      // The flash is held for three frames: a lesson at half the rate must not miss it.
      ...(rate.variable
        ? [
            '-vf',
            'select=eq(mod(n\\,60)\\,0)+gte(mod(n\\,60)\\,4)*lt(mod(n*37\\,101)\\,45)',
            '-fps_mode',
            'vfr',
          ]
        : []),
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-g', '120', '-pix_fmt', 'yuv420p'],
      ...['-c:a', 'aac', '-b:a', '128k', '-ac', '2', output],
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  const closed = once(ffmpeg, 'close');
  const frames = Math.floor((SECONDS * rate.num) / rate.den);
  for (let n = 0; n < frames; n++) {
    if (!ffmpeg.stdin.write(markedFrame(n, rate))) await once(ffmpeg.stdin, 'drain');
  }
  ffmpeg.stdin.end();
  const [code] = await closed;
  await rm(sound, { force: true });
  if (code !== 0) throw new Error(`ffmpeg could not make ${output}`);
}

/** When the picture of a full second appears in a source: that of its first frame at or after it. */
export function flashSecond(second, { num, den }) {
  return (Math.ceil((second * num) / den) * den) / num;
}

function markedFrame(n, { num, den }) {
  const second = Math.floor((n * den) / num);
  const isFlash = n === 0 || Math.floor(((n - 1) * den) / num) < second;
  const { width, height } = SIZE;
  const pixels = Buffer.alloc(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels[y * width + x] = 70 + ((x + y + n * 5) % 96);
  }
  pixels.fill(isFlash ? 235 : 40, FLASH.top * width, FLASH.bottom * width);
  for (let bit = 0; bit < CODE.bits; bit++) {
    const shade = (second >> bit) & 1 ? 235 : 16;
    for (let y = 0; y < CODE.cell; y++) {
      pixels.fill(shade, y * width + bit * CODE.cell, y * width + (bit + 1) * CODE.cell);
    }
  }
  return pixels;
}

function markedSound() {
  const samples = new Int16Array(SECONDS * SAMPLE_RATE);
  for (let i = 0; i < samples.length; i++) {
    const at = i / SAMPLE_RATE;
    const part = at % 1;
    const loud = LOUDNESS[Math.floor((at / SECONDS) * LOUDNESS.length)];
    let value = 0;
    if (part < CLICK.seconds) value = 2 * loud * Math.sin(2 * Math.PI * CLICK.hertz * part + Math.PI / 4);
    const hum = HUMS.find(({ from, to }) => part >= from && part < to);
    if (hum !== undefined) {
      const within = (part - hum.from) / (hum.to - hum.from);
      value = loud * Math.sin(Math.PI * within) ** 0.25 * Math.sin(2 * Math.PI * 280 * part);
    }
    samples[i] = Math.round(Math.max(-1, Math.min(1, value)) * 32_767);
  }
  return Buffer.from(samples.buffer);
}
