import type { Rational } from '../shared/rational.js';
import type { LessonFormat } from './plan-types.js';

/**
 * Time counted in whole frames and whole samples. All arithmetic is on integers: a frame is never decided by a
 * rounded decimal number.
 */
export interface FrameClock {
  /**
   * The smallest number of frames that lasts a whole number of samples: 1 for most rates, 5 for 30000/1001 (one
   * frame is 1601.6 samples at 48 kHz). Every segment's length is a multiple of it.
   */
  grain: number;
  /** The last frame that begins at or before a time in milliseconds. */
  frameAtOrBefore(ms: number): number;
  /** The first frame that begins at or after a time in milliseconds. */
  frameAtOrAfter(ms: number): number;
  /** The next multiple of the grain, at least one grain. */
  upToGrain(frames: number): number;
  /** The multiple of the grain at or below. */
  downToGrain(frames: number): number;
  /** The least whole-grain length that lasts at least `ms`. */
  framesLasting(ms: number): number;
  /** Samples in a whole-grain number of frames. Throws a RangeError when they are not whole. */
  samples(frames: number): number;
  /** Where a frame begins, in whole microseconds, rounded down so that a seek to it never skips the frame. */
  microseconds(frame: number): number;
  /** Where a frame begins, in milliseconds (fractional: for captions and results, not for further counting). */
  milliseconds(frame: number): number;
}

/** The clock of a lesson's frame rate and sample rate. */
export function frameClock({
  frameRate,
  sampleRate,
}: Pick<LessonFormat, 'frameRate' | 'sampleRate'>): FrameClock {
  const num = BigInt(frameRate.num);
  const den = BigInt(frameRate.den);
  const samplesTimesNum = BigInt(sampleRate) * den;
  const grain = Number(num / greatestCommonDivisor(samplesTimesNum, num));
  const upToGrain = (frames: number) => Math.max(1, Math.ceil(frames / grain)) * grain;
  const frameAtOrAfter = (ms: number) => Number(-floorDivide(-BigInt(Math.ceil(ms)) * num, 1000n * den));
  return {
    grain,
    frameAtOrBefore: (ms) => Number(floorDivide(BigInt(Math.floor(ms)) * num, 1000n * den)),
    frameAtOrAfter,
    upToGrain,
    downToGrain: (frames) => Math.floor(frames / grain) * grain,
    framesLasting: (ms) => upToGrain(frameAtOrAfter(ms)),
    samples: (frames) => {
      const product = BigInt(frames) * samplesTimesNum;
      if (product % num !== 0n) {
        throw new RangeError(
          `${frames} frames at ${frameRate.num}/${frameRate.den} are no whole number of samples`,
        );
      }
      return Number(product / num);
    },
    microseconds: (frame) => Number(floorDivide(BigInt(frame) * 1_000_000n * den, num)),
    milliseconds: (frame) => Number(floorDivide(BigInt(frame) * 1_000_000_000n * den, num)) / 1_000_000,
  };
}

/** Compares how far two fractions are from a third: negative when `a` is nearer to `target`. */
export function compareDistance(target: Rational, a: Rational, b: Rational): number {
  const [toA, toB] = [distance(target, a), distance(target, b)];
  const difference = toA.num * toB.den - toB.num * toA.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** `a` minus `b`: its sign alone. */
export function compareRational(a: Rational, b: Rational): number {
  const difference = BigInt(a.num) * BigInt(b.den) - BigInt(b.num) * BigInt(a.den);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function distance(a: Rational, b: Rational): { num: bigint; den: bigint } {
  const difference = BigInt(a.num) * BigInt(b.den) - BigInt(b.num) * BigInt(a.den);
  return { num: difference < 0n ? -difference : difference, den: BigInt(a.den) * BigInt(b.den) };
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
