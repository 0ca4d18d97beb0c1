import type { Rational } from '../shared/rational.js';

/** Rates at which films and broadcasts are made (SMPTE ST 2036, ITU-R BT.2020, and NTSC's). */
const STANDARD_RATES: readonly Rational[] = [
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

/** Containers that count in milliseconds give 24000/1001 as 23.975 to 23.978; 24 is a tenth of a percent away. */
const SAME_RATE = 0.0003;

/** Differences of less than this between a stream's two rates come from how its ends are counted. */
const CONSTANT_RATE = 0.005;

/** Reads ffprobe's `24000/1001` or `1:1` (its numbers have 32 bits); null for `0/0`, `N/A` and the like. */
export function parseRational(value: string | undefined): Rational | null {
  const match = /^(\d{1,10})[/:](\d{1,10})$/.exec(value ?? '');
  if (match === null) return null;
  const [num, den] = [Number(match[1]), Number(match[2])];
  return num > 0 && den > 0 ? { num, den } : null;
}

/**
 * Judges a stream's rate from the two that ffprobe gives.
 *
 * @param real `r_frame_rate`: the lowest rate in which all timestamps can be written.
 * @param average `avg_frame_rate`: frames by duration.
 * @returns a constant rate, brought to the standard one it stands for; or the average of a variable one.
 */
export function frameRateOf(
  real: Rational | null,
  average: Rational | null,
  isInterlaced: boolean,
): { frameRate: Rational; isVariableRate: boolean } {
  const mean = average ?? real;
  if (mean === null) return { frameRate: { num: 25, den: 1 }, isVariableRate: true };
  const quotient = real === null ? 1 : ratio(real) / ratio(mean);
  // Interlaced streams may count fields, two to a frame.
  const isConstant =
    Math.abs(quotient - 1) < CONSTANT_RATE || (isInterlaced && Math.abs(quotient - 2) < CONSTANT_RATE);
  const frameRate = STANDARD_RATES.find((rate) => Math.abs(ratio(mean) / ratio(rate) - 1) < SAME_RATE);
  if (!isConstant) return { frameRate: frameRate ?? mean, isVariableRate: true };
  const standard = STANDARD_RATES.find(
    (rate) => real !== null && quotient < 1.5 && ratio(rate) === ratio(real),
  );
  return { frameRate: standard ?? frameRate ?? mean, isVariableRate: false };
}

function ratio(rate: Rational): number {
  return rate.num / rate.den;
}
