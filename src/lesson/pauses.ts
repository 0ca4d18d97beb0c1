/**
 * Shorter gaps are within words: the closure before a p, t or k lasts 50 to 120 ms, pauses between words of separate
 * phrases 150 ms and more (see docs/architecture.md for how this was tried).
 */
const LEAST_PAUSE_MS = 130;
/** The end of a word fades into a pause and its beginning rises out of it: a cut keeps so far from either. */
const MARGIN_MS = 30;
/** Speech is about so much louder than what is no speech in a clean recording, in dB. */
const SPEECH_RANGE_DB = 35;
/** A pause is at most so much louder than the quietest moments around, in dB: the room's own noise is not even. */
const NOISE_RANGE_DB = 10;
/** Where loud and quiet moments differ by less than this, in dB, nothing tells speech from music or noise. */
const LEAST_RANGE_DB = 12;

/** Milliseconds from the start of the series. */
export interface Pause {
  startMs: number;
  endMs: number;
}

/**
 * The pauses in some seconds of sound: where it stays below a threshold for {@link LEAST_PAUSE_MS}. The threshold
 * follows the sound itself: a little above its quietest tenth, or far below its loudest twentieth, whichever is higher.
 *
 * @param levels loudness in LUFS, one for each `stepMs`.
 * @returns the parts of pauses in which a cut touches no word, in order; none where speech cannot be told from the rest.
 */
export function pausesIn(levels: readonly number[], stepMs: number): Pause[] {
  const sorted = [...levels].sort((a, b) => a - b);
  const quiet = percentile(sorted, 0.1);
  const loud = percentile(sorted, 0.95);
  if (levels.length === 0 || loud - quiet < LEAST_RANGE_DB) return [];
  const range = Math.min(NOISE_RANGE_DB, (loud - quiet) / 2);
  const threshold = Math.max(quiet + range, loud - SPEECH_RANGE_DB);
  const pauses: Pause[] = [];
  let start = 0;
  for (let i = 0; i <= levels.length; i++) {
    if (i < levels.length && levels[i]! < threshold) continue;
    if ((i - start) * stepMs >= LEAST_PAUSE_MS) {
      pauses.push({ startMs: start * stepMs + MARGIN_MS, endMs: i * stepMs - MARGIN_MS });
    }
    start = i + 1;
  }
  return pauses;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
