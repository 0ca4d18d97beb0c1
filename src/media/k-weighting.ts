/** Length of one step of a loudness series, in milliseconds. */
export const LEVEL_STEP_MS = 10;

const SAMPLE_RATE = 48_000;
const STEP_SAMPLES = (SAMPLE_RATE * LEVEL_STEP_MS) / 1000;

/** Below any sound that is heard, so that silence is a number too. */
const SILENCE_LUFS = -120;

interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/** The two filters of ITU-R BS.1770-4 (Tables 1 and 2), for 48 kHz: the head's shelf, then the ear's high-pass. */
const SHELF: Biquad = {
  b0: 1.53512485958697,
  b1: -2.69169618940638,
  b2: 1.19839281085285,
  a1: -1.69065929318241,
  a2: 0.73248077421585,
};
const HIGH_PASS: Biquad = { b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621 };

/**
 * How loud a sound is from moment to moment: the K-weighted loudness of ITU-R BS.1770-4 of each whole step of
 * {@link LEVEL_STEP_MS}, in LUFS, rounded to a tenth. The weighting follows the ear (rumble counts little), so the same
 * series serves to find pauses in speech. Powers of steps can be averaged to the loudness of any longer stretch.
 *
 * @param samples 48 kHz stereo, interleaved, signed 16 bits.
 */
export function loudnessLevels(samples: Int16Array): number[] {
  const steps = Math.floor(samples.length / 2 / STEP_SAMPLES);
  const powers = new Float64Array(steps);
  for (const channel of [0, 1]) addPowers(samples, channel, powers);
  return Array.from(powers, (power) =>
    power <= 0
      ? SILENCE_LUFS
      : Math.max(SILENCE_LUFS, Math.round((10 * Math.log10(power) - 0.691) * 10) / 10),
  );
}

/** Adds one channel's mean square of each step. Both filters in transposed direct form II. */
function addPowers(samples: Int16Array, channel: number, powers: Float64Array): void {
  let [s1, s2, h1, h2] = [0, 0, 0, 0];
  for (let step = 0; step < powers.length; step++) {
    let sum = 0;
    const end = (step + 1) * STEP_SAMPLES;
    for (let i = step * STEP_SAMPLES; i < end; i++) {
      const x = samples[2 * i + channel]! / 32_768;
      const y = SHELF.b0 * x + s1;
      s1 = SHELF.b1 * x - SHELF.a1 * y + s2;
      s2 = SHELF.b2 * x - SHELF.a2 * y;
      const z = HIGH_PASS.b0 * y + h1;
      h1 = HIGH_PASS.b1 * y - HIGH_PASS.a1 * z + h2;
      h2 = HIGH_PASS.b2 * y - HIGH_PASS.a2 * z;
      sum += z * z;
    }
    powers[step]! += sum / STEP_SAMPLES;
  }
}
