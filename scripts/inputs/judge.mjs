import { decodedFrames, decodedSound, SAMPLE_RATE, truePeak } from '../av/decode.mjs';
import { fromDist } from '../av/from-dist.mjs';

/** The quarters of the generated picture, as they come out of a decoder: red, green, blue, grey. */
const COLOURS = [
  { at: [0.12, 0.2], rgb: [255, 0, 0] },
  { at: [0.88, 0.2], rgb: [0, 128, 0] },
  { at: [0.12, 0.6], rgb: [0, 0, 255] },
  { at: [0.88, 0.6], rgb: [64, 64, 64] },
];
/** Of 255, for each of red, green and blue; HDR pictures are mapped by a curve that nobody fixed. */
const COLOUR_TOLERANCE = 14;
/** Of the pictures of a scene in which the square and the sound agree; where sound ends early it is less than 1. */
const LEAST_AGREEMENT = 0.6;
/** Of a quarter of an HDR picture only the hue is asked for: its own colours lead by so much. */
const HUE_LEAD = 50;

/**
 * Looks at a finished lesson: as long as planned in decoded frames and samples, its scene in the right shape, upright,
 * in the right colours and moving, its sound at the right loudness.
 *
 * @returns {Promise<string[]>} what is wrong
 */
export async function judgeLesson(path, plan, oddity, { generated }) {
  const faults = [];
  const { format } = plan;
  const scene = plan.segments.find(({ kind }) => kind === 'scene');
  const startFrame = plan.segments
    .slice(0, plan.segments.indexOf(scene))
    .reduce((sum, { frames }) => sum + frames, 0);
  const size = { width: 160, height: 2 * Math.round((80 * format.height) / format.width) };
  const pictures = [];
  for await (const frame of decodedFrames(path, size)) pictures.push(summary(frame, size));
  if (pictures.length !== plan.totalFrames)
    faults.push(`${pictures.length} frames instead of ${plan.totalFrames}`);
  const shown = pictures.slice(startFrame, startFrame + scene.frames);
  // Films fade to black; the generated picture does not.
  const isBlack = ({ most }) => most < 40;
  if (oddity.isBlack !== true) {
    if (generated ? shown.some(isBlack) : shown.every(isBlack)) faults.push('black pictures');
    if (shown.every(({ sum }) => sum === shown[0].sum)) faults.push('the scene stands still');
  }
  const found = `${format.width}x${format.height}`;
  if (oddity.size !== undefined && oddity.size !== found) faults.push(`${found} instead of ${oddity.size}`);

  const sound = await decodedSound(path);
  const samples = plan.segments.reduce((sum, segment) => sum + segment.samples, 0);
  if (Math.abs(sound.length / 2 - samples) > 3 * 1024)
    faults.push(`${sound.length / 2} samples instead of ${samples}`);
  faults.push(...(await soundFaults(path, sound, plan, startFrame, scene, oddity)));
  if (generated && oddity.sound !== 'silent') {
    const frameMs = (1000 * format.frameRate.den) / format.frameRate.num;
    const from = Math.round((startFrame * frameMs * SAMPLE_RATE) / 1000);
    const left = Float32Array.from({ length: scene.samples }, (_, i) => sound[2 * (from + i)] / 32_768);
    const { ms, share } = lateness(shown, left, frameMs);
    if (Math.abs(ms) > frameMs || share < LEAST_AGREEMENT)
      faults.push(`the sound is ${ms} ms late (${Math.round(100 * share)} % sure)`);
  }
  if (generated)
    faults.push(...(await colourFaults(path, startFrame + Math.floor(scene.frames / 2), format, oddity)));
  return faults;
}

async function soundFaults(path, sound, plan, startFrame, scene, oddity) {
  const { loudnessLevels } = await fromDist('media/index.js');
  const { integratedLoudness, MAX_GAIN_DB } = await fromDist('lesson/loudness.js');
  const from = Math.round((startFrame * plan.format.frameRate.den * 100) / plan.format.frameRate.num);
  const levels = loudnessLevels(sound).slice(from, from + Math.floor(scene.samples / 480));
  const loudness = integratedLoudness(levels, 10);
  if (oddity.sound === 'silent')
    return loudness === null ? [] : [`${loudness.toFixed(1)} LUFS instead of silence`];
  const faults = [];
  // What needs more than the largest gain is nearly silent, and stays so.
  const isBounded = scene.sound.gainDb >= MAX_GAIN_DB;
  if (loudness === null || (Math.abs(loudness + 16) > 1 && !isBounded))
    faults.push(`${loudness?.toFixed(1)} LUFS`);
  const peak = await truePeak(path);
  if (!(peak <= -1.5)) faults.push(`${peak} dBTP`);
  if (oddity.hertz !== undefined) {
    const other = oddity.hertz === 300 ? 900 : 300;
    const at = Math.round((startFrame * plan.format.frameRate.den * SAMPLE_RATE) / plan.format.frameRate.num);
    const power = (hertz) => tone(sound, at, scene.samples, hertz);
    if (power(oddity.hertz) < 10 * power(other)) faults.push('another audio track is heard');
  }
  return faults;
}

async function colourFaults(path, frame, { width, height }, { isHdr = false }) {
  const { execFile } = await import('node:child_process');
  const { promisify } = await import('node:util');
  const filter = `trim=start_frame=${frame}:end_frame=${frame + 1},scale=${width}:${height}:in_color_matrix=bt709,format=rgb24`;
  const { stdout } = await promisify(execFile)(
    'ffmpeg',
    [
      '-nostdin',
      '-v',
      'error',
      '-i',
      path,
      '-map',
      '0:v:0',
      '-vf',
      filter,
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
      'pipe:1',
    ],
    { encoding: 'buffer', maxBuffer: 256 << 20 },
  );
  return COLOURS.flatMap(({ at: [x, y], rgb }) => {
    const offset = (Math.floor(y * height) * width + Math.floor(x * width)) * 3;
    const seen = [...stdout.subarray(offset, offset + 3)];
    const lead = rgb.indexOf(Math.max(...rgb));
    const isGrey = rgb.every((value) => value === rgb[0]);
    const isRight = isHdr
      ? isGrey
        ? Math.max(...seen) - Math.min(...seen) < COLOUR_TOLERANCE
        : seen.every((value, i) => i === lead || seen[lead] - value > HUE_LEAD)
      : seen.every((value, i) => Math.abs(value - rgb[i]) <= COLOUR_TOLERANCE);
    return isRight ? [] : [`rgb(${seen.join(' ')}) instead of rgb(${rgb.join(' ')})`];
  });
}

function summary(frame, { width, height }) {
  let [most, sum] = [0, 0];
  for (let i = 0; i < frame.length; i++) {
    most = Math.max(most, frame[i]);
    sum += frame[i] * ((i % 251) + 1);
  }
  // The square at the top: there while a word is heard.
  const mouth = frame[Math.round(0.15 * height) * width + Math.round(0.49 * width)];
  return { most, sum, isSpeaking: mouth > 150 };
}

/**
 * How much later the words of a scene are heard than the square at its top shows them, in milliseconds: the shift at
 * which both agree most often.
 */
function lateness(pictures, samples, frameMs) {
  const windowMs = 5;
  const window = (SAMPLE_RATE * windowMs) / 1000;
  const powers = [];
  for (let at = 0; at + window <= samples.length; at += window) {
    powers.push(samples.subarray(at, at + window).reduce((sum, value) => sum + value * value, 0));
  }
  const isHeard = powers.map((power) => power > 0.1 * Math.max(...powers));
  const agreements = [];
  for (let shift = -400; shift <= 400; shift += windowMs) {
    let agreed = 0;
    for (const [i, { isSpeaking }] of pictures.entries()) {
      const step = Math.round((i * frameMs + shift) / windowMs);
      if (isHeard[step] === isSpeaking) agreed += 1;
    }
    agreements.push({ shift, agreed });
  }
  const most = Math.max(...agreements.map(({ agreed }) => agreed));
  const best = agreements.filter(({ agreed }) => agreed === most);
  return { ms: (best[0].shift + best.at(-1).shift) / 2, share: most / pictures.length };
}

/** The power of one frequency in a stretch of the left channel (Goertzel). */
function tone(sound, start, length, hertz) {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE);
  let [a, b] = [0, 0];
  for (let i = start; i < start + length; i++) [a, b] = [sound[2 * i] / 32_768 + turn * a - b, a];
  return (a * a + b * b - turn * a * b) / length;
}
