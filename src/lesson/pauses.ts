/**
 * Shorter gaps are within words: the closure before a p, t or k lasts 50 to 120 ms. This and the two ranges below were
 * tried on synthesised speech whose words' times are known, clean and over noise and music from 30 down to 6 dB:
 * every pause of 200 ms and more was found, and no place for a cut lay within an audible part of a word
 * (test/lesson/pauses-in-speech.test.ts).
 */
const LEAST_PAUSE_MS = 130;
/** The end of a word fades into a pause and its beginning rises out of it: a cut keeps so far from either. */
const MARGIN_MS = 30;
/** Speech is about so much louder than what is no speech in a clean recording, in dB. */
const SPEECH_RANGE_DB = 40;
/** What is loud is asked of so much time on either side: an explosion must not make whispers a pause. */
const NEIGHBOURHOOD_MS = 1_500;
/** A pause is at most so much louder than the quietest moments around, in dB: the room's own noise is not even. */
const NOISE_RANGE_DB = 4;
/** Where loud and quiet moments differ by less than this, in dB, nothing tells speech from music or noise. */
const LEAST_RANGE_DB = 12;

/** Milliseconds from the start of the series. */
export interface Pause {
  startMs: number;
  endMs: number;
}

/**
 * The pauses in some seconds of sound: where it stays below a threshold for {@link LEAST_PAUSE_MS}. The threshold
 * follows the sound itself: a little above its quietest moments, or far below what is loud nearby, whichever is higher.
 *
 * @param levels loudness in LUFS, one for each `stepMs`.
 * @returns the parts of pauses in which a cut touches no word, in order; none where speech cannot be told from the rest.
 */
export function pausesIn(levels: readonly number[], stepMs: number): Pause[] {
  const quiet = percentile(levels, 0.03);
  const range = percentile(levels, 0.95) - quiet;
  if (levels.length === 0 || range < LEAST_RANGE_DB) return [];
  const noise = quiet + Math.min(NOISE_RANGE_DB, range / 2);
  const loud = loudnessAround(levels, NEIGHBOURHOOD_MS / stepMs);
  const isQuiet = levels.map((level, i) => level < Math.max(noise, loud[i]! - SPEECH_RANGE_DB));
  const pauses: Pause[] = [];
  let start = 0;
  for (let i = 0; i <= levels.length; i++) {
    if (isQuiet[i]) continue;
    if ((i - start) * stepMs >= LEAST_PAUSE_MS) {
      pauses.push({ startMs: start * stepMs + MARGIN_MS, endMs: i * stepMs - MARGIN_MS });
    }
    start = i + 1;
  }
  return pauses;
}

/** The loudest twentieth of the steps around each step; looked at anew every tenth of the way, which is near enough. */
function loudnessAround(levels: readonly number[], reach: number): number[] {
  const every = Math.max(1, Math.round(reach / 10));
  const loud: number[] = [];
  for (let i = 0; i < levels.length; i++) {
    const isNew = i % every === 0;
    loud.push(isNew ? percentile(levels.slice(Math.max(0, i - reach), i + reach), 0.95) : loud[i - 1]!);
  }
  return loud;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
