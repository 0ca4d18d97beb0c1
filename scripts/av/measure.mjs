import { decodedFrames, decodedSound, SAMPLE_RATE, truePeak } from './decode.mjs';
import { fromDist } from './from-dist.mjs';
import { CODE, FLASH, flashSecond, HUMS, SIZE } from './marked-source.mjs';

/** Segments with speech are this loud, give or take. */
const TARGET_LUFS = -16;
const TOLERANCE_LU = 1;
const MAX_TRUE_PEAK = -1.5;
/** Pictures that differ by less than this on average (of 256 shades) are the same picture. */
const SAME_PICTURE = 0.3;
/** Episode pictures that stand still for longer are frozen: a frame or two may be held where rates differ. */
const FROZEN_SECONDS = 0.4;
/** No pixel of a black picture is brighter. */
const BLACK = 40;
const CLICK_HERTZ = 4000;

/**
 * Measures a lesson made of a marked source against its plan, in decoded frames and samples.
 *
 * @returns {Promise<{ joins: object[], segments: object[], faults: string[], peak: number }>} a join is the first second
 *   marked after it: how much later than planned its picture and its sound come, in milliseconds
 */
export async function measureLesson(path, plan, rate) {
  const { num, den } = plan.format.frameRate;
  const frameMs = (1000 * den) / num;
  const [pictures, sound, peak] = [await lookAt(path), await decodedSound(path), await truePeak(path)];
  const { loudnessLevels } = await fromDist('media/index.js');
  const { integratedLoudness } = await fromDist('lesson/loudness.js');
  const levels = loudnessLevels(sound);
  const left = Float32Array.from({ length: sound.length / 2 }, (_, i) => sound[2 * i] / 32_768);

  const faults = [];
  const joins = [];
  const segments = [];
  const byId = new Map(plan.segments.map((segment) => [segment.id, segment]));
  let startFrame = 0;
  for (const id of plan.sequence) {
    const segment = byId.get(id);
    const startMs = startFrame * frameMs;
    const marks = marksOf(segment, rate, frameMs).map((mark) => ({
      ...mark,
      picture: shiftOfPicture(pictures, mark, { startFrame, segment, frameMs }),
      sound: shiftOfSound(left, mark, startMs),
    }));
    joins.push(
      ...marks
        .slice(0, 1)
        .map(({ second, picture, sound: heard }) => ({ id, startMs, second, picture, sound: heard })),
    );
    for (const { second, picture, sound: heard } of marks) {
      for (const [what, shift] of [
        ['picture', picture],
        ['sound', heard],
      ]) {
        if (shift === undefined) continue;
        if (shift === null) faults.push(`${id}: the ${what} of second ${second} is not where it should be`);
        else if (Math.abs(shift) > frameMs + 0.5)
          faults.push(`${id}: the ${what} of second ${second} is ${shift.toFixed(1)} ms off`);
      }
    }
    const { type, delaySamples, samples } = segment.sound;
    if (type === 'episode') {
      const from = Math.round((startMs + delaySamples / 48) / 10);
      const loudness = integratedLoudness(levels.slice(from, from + Math.floor(samples / 480)), 10);
      segments.push({ id, loudness, gainDb: segment.sound.gainDb, edges: edgesOf(segment) });
      if (loudness === null || Math.abs(loudness - TARGET_LUFS) > TOLERANCE_LU)
        faults.push(`${id} has ${loudness?.toFixed(1)} LUFS`);
      if (segment.picture.type === 'episode' && edgesOf(segment).some((cut) => cut))
        faults.push(`${id} cuts into a word`);
    }
    faults.push(...pictureFaults(pictures.slice(startFrame, startFrame + segment.frames), segment, frameMs));
    startFrame += segment.frames;
  }
  if (pictures.length !== plan.totalFrames)
    faults.push(`the lesson has ${pictures.length} frames instead of ${plan.totalFrames}`);
  if (!(peak <= MAX_TRUE_PEAK)) faults.push(`the true peak is ${peak} dBTP`);
  for (const what of ['picture', 'sound']) {
    const growth = growthOf(joins.map((join) => join[what]).filter((shift) => shift !== null));
    if (Math.abs(growth) > frameMs / 2)
      faults.push(`the shift of the ${what} grows by ${growth.toFixed(1)} ms`);
  }
  return { joins, segments, faults, peak, frameMs };
}

/** The full seconds of the episode that a segment shows, and where in it each of them should be. */
function marksOf({ picture, sound, frames }, rate, frameMs) {
  if (picture.type !== 'episode') return [];
  const [startMs, endMs] = [picture.startUs / 1000, picture.startUs / 1000 + frames * frameMs];
  const marks = [];
  for (let second = Math.ceil(startMs / 1000); ; second++) {
    const flashMs = (rate.variable ? second : flashSecond(second, rate)) * 1000;
    // Marks at the very edge may be rounded out of the segment, or faded.
    if (flashMs + 2 * frameMs > endMs) return marks;
    if (flashMs - startMs < 2 * frameMs) continue;
    marks.push({
      second,
      pictureMs: flashMs - startMs,
      soundMs: sound.type === 'episode' ? second * 1000 - sound.startUs / 1000 : null,
    });
  }
}

/** Milliseconds; null where the flash is not found within four frames, or tells another second. */
function shiftOfPicture(pictures, { second, pictureMs }, { startFrame, segment, frameMs }) {
  const near = Math.round(pictureMs / frameMs);
  for (const offset of [0, -1, 1, -2, 2, -3, 3, -4, 4]) {
    const frame = near + offset;
    if (frame < 0 || frame >= segment.frames) continue;
    const at = startFrame + frame;
    const begins = pictures[at]?.isFlash && (frame === 0 || !pictures[at - 1].isFlash);
    if (begins) return pictures[at].second === second ? frame * frameMs - pictureMs : null;
  }
  return null;
}

/** Milliseconds; null where no click is found within 60 ms; undefined for a silent segment. */
function shiftOfSound(samples, { soundMs }, segmentStartMs) {
  if (soundMs === null) return undefined;
  const expected = Math.round(((segmentStartMs + soundMs) * SAMPLE_RATE) / 1000);
  const reach = 0.06 * SAMPLE_RATE;
  // What is high is the click: the power around its frequency in a window of one millisecond.
  const window = SAMPLE_RATE / 1000;
  const power = (at) => {
    let [real, imaginary] = [0, 0];
    for (let i = 0; i < window; i++) {
      const angle = (2 * Math.PI * CLICK_HERTZ * i) / SAMPLE_RATE;
      real += (samples[at + i] ?? 0) * Math.cos(angle);
      imaginary += (samples[at + i] ?? 0) * Math.sin(angle);
    }
    return Math.hypot(real, imaginary) / window;
  };
  let [most, first] = [0, null];
  for (let at = expected - reach; at < expected + reach; at += 4) most = Math.max(most, power(at));
  if (most < 0.01) return null;
  for (let at = expected - reach; first === null && at < expected + reach; at++)
    if (power(at) > most / 2) first = at;
  // Half of the window is in the click when half of its power is there.
  return ((first + window / 2 - expected) * 1000) / SAMPLE_RATE;
}

/** Whether a segment's sound begins, and ends, within a hum. */
function edgesOf({ sound: { startUs, samples } }) {
  return [startUs / 1e6, startUs / 1e6 + samples / SAMPLE_RATE].map((at) =>
    HUMS.some(({ from, to }) => at % 1 > from && at % 1 < to),
  );
}

async function lookAt(path) {
  const { width, height } = SIZE;
  const pictures = [];
  let before = null;
  for await (const frame of decodedFrames(path, SIZE)) {
    let flash = 0;
    for (let y = FLASH.top + 4; y < FLASH.bottom - 4; y += 4)
      for (let x = 4; x < width; x += 8) flash += frame[y * width + x] > 190;
    let second = 0;
    for (let bit = 0; bit < CODE.bits; bit++) {
      const middle = (CODE.cell / 2) * width + bit * CODE.cell + CODE.cell / 2;
      if (frame[middle] > 126) second |= 1 << bit;
    }
    let [difference, most] = [0, 0];
    for (let i = 0; i < width * height; i += 7) {
      most = Math.max(most, frame[i]);
      if (before !== null) difference += Math.abs(frame[i] - before[i]);
    }
    const looked = ((FLASH.bottom - FLASH.top - 8) / 4) * ((width - 4) / 8);
    pictures.push({
      isFlash: flash > 0.8 * looked,
      second,
      isBlack: most < BLACK,
      isSame: before !== null && difference / ((width * height) / 7) < SAME_PICTURE,
    });
    before = Buffer.from(frame);
  }
  return pictures;
}

function pictureFaults(pictures, { id, picture }, frameMs) {
  const faults = [];
  if (pictures.some(({ isBlack }) => isBlack)) faults.push(`${id} has black pictures`);
  let still = 0;
  let longest = 0;
  for (const [i, { isSame }] of pictures.entries()) {
    still = i > 0 && isSame ? still + 1 : 0;
    longest = Math.max(longest, still);
  }
  if (picture.type === 'episode' && longest * frameMs > FROZEN_SECONDS * 1000)
    faults.push(`${id} is frozen for ${Math.round(longest * frameMs)} ms`);
  return faults;
}

/** How much later the last third of some shifts is than the first. */
function growthOf(shifts) {
  const third = Math.ceil(shifts.length / 3);
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return mean(shifts.slice(-third)) - mean(shifts.slice(0, third));
}
