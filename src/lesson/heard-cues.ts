import type { Cue } from '../shared/cue.js';
import { LangflixError } from '../shared/errors.js';

/** Less of a line than this before the episode ends is not heard as a line. */
const LEAST_HEARD_MS = 500;

/** How much of what is shown for so long has to lie within the episode; of a short line, half of it. Milliseconds. */
export function leastHeardMs(shownMs: number): number {
  return Math.max(1, Math.min(LEAST_HEARD_MS, shownMs / 2));
}

/**
 * The cues up to the last one that is heard before the episode ends: subtitles of a longer cut go on after it, and what
 * is spoken there cannot be taught. Their positions are those in `cues`.
 *
 * @param cues in order of time
 * @throws LangflixError `UnusableSubtitles` where not a single one is heard
 */
export function heardCues(cues: readonly Cue[], episode: { name: string; durationMs: number }): Cue[] {
  const last = cues.findLastIndex(({ startMs, endMs }) => {
    const heardMs = Math.min(endMs, episode.durationMs) - startMs;
    return heardMs >= leastHeardMs(endMs - startMs);
  });
  if (last < 0) {
    throw new LangflixError(
      'UnusableSubtitles',
      `The subtitles do not belong to ${episode.name}: every line is spoken after its end.`,
      { hint: 'Use the subtitles of this very cut of the episode.' },
    );
  }
  return cues.slice(0, last + 1);
}
