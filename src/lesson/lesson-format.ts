import type { EpisodeProbe } from '../media/probe-types.js';
import type { Quality } from '../shared/quality.js';
import type { Rational } from '../shared/rational.js';
import { compareDistance, compareRational } from './frame-clock.js';
import type { LessonFormat } from './plan-types.js';

/** The frame rates that players, editors and televisions know, slowest first. */
export const STANDARD_FRAME_RATES: readonly Rational[] = [
  { num: 24000, den: 1001 },
  { num: 24, den: 1 },
  { num: 25, den: 1 },
  { num: 30000, den: 1001 },
  { num: 30, den: 1 },
  { num: 48, den: 1 },
  { num: 50, den: 1 },
  { num: 60000, den: 1001 },
  { num: 60, den: 1 },
];

/** The largest picture of a lesson, as it lies; a draft is for a look at what is in it. */
const LARGEST: Readonly<Record<Quality, { long: number; short: number }>> = {
  draft: { long: 1280, short: 720 },
  standard: { long: 1920, short: 1080 },
  high: { long: 1920, short: 1080 },
};

/**
 * The one format of a lesson: the episode's own size and shape up to 1080p (upright videos up to 1080x1920; drafts up
 * to 720p), never scaled up, with even numbers as yuv420p needs them, at the nearest standard frame rate.
 */
export function lessonFormat(
  probe: Pick<EpisodeProbe, 'video'>,
  quality: Quality = 'standard',
): LessonFormat {
  const { width, height, frameRate } = probe.video;
  return {
    ...lessonSize(width, height, LARGEST[quality]),
    frameRate: lessonFrameRate(frameRate),
    sampleRate: 48000,
  };
}

function lessonSize(
  width: number,
  height: number,
  { long, short }: { long: number; short: number },
): { width: number; height: number } {
  const [maxWidth, maxHeight] = width >= height ? [long, short] : [short, long];
  const scale = Math.min(1, maxWidth / width, maxHeight / height);
  // Unscaled sizes only ever lose an odd line; scaled ones take the nearest even number, for the truest shape.
  const even = scale === 1 ? evenBelow : nearestEven;
  return { width: even(width * scale), height: even(height * scale) };
}

const evenBelow = (pixels: number) => Math.max(2, Math.floor(pixels / 2) * 2);
const nearestEven = (pixels: number) => Math.max(2, Math.round(pixels / 2) * 2);

/**
 * The standard rate nearest to `rate` (of a video with a variable rate: its average); 60 for anything faster. A rate
 * below all of them is first multiplied by the smallest whole number that meets a standard one (15 gives 30, 12.5
 * gives 25), so that every picture is held equally long. An unknown rate (0/0) gives 25.
 */
export function lessonFrameRate(rate: Rational): Rational {
  if (!(rate.num > 0 && rate.den > 0)) return { num: 25, den: 1 };
  const whole = { num: Math.round(rate.num), den: Math.round(rate.den) };
  const slowest = STANDARD_FRAME_RATES[0]!;
  if (compareRational(whole, slowest) < 0) {
    for (let times = 1; times <= 60; times++) {
      const multiple = { num: whole.num * times, den: whole.den };
      const standard = nearestStandard(multiple);
      if (isNearly(multiple, standard)) return standard;
    }
  }
  return nearestStandard(whole);
}

function nearestStandard(rate: Rational): Rational {
  const nearest = STANDARD_FRAME_RATES.reduce((best, next) =>
    compareDistance(rate, next, best) < 0 ? next : best,
  );
  return { ...nearest };
}

/**
 * Whether a rate is within half a percent of a standard one: containers write rates such as 14.99 or 2997/125, and
 * 24 for 24000/1001.
 */
export function isNearly(rate: Rational, standard: Rational): boolean {
  const slower = { num: standard.num * 199, den: standard.den * 200 };
  const faster = { num: standard.num * 201, den: standard.den * 200 };
  return compareRational(rate, slower) >= 0 && compareRational(rate, faster) <= 0;
}
