import type { Footage } from './footage.js';
import type { FrameClock } from './frame-clock.js';
import type { Hearing } from './hearing.js';

/** How far an edge moves at most, to the nearest pause, in milliseconds. */
const MAX_MOVE_MS = 300;
/** Of two pauses as near, the outer one: more sound is better than less. In frames. */
const INWARD_COST = 0.5;

/** Where a stretch may begin and end, in frames. */
export interface SettleBounds {
  notBefore: number;
  notAfter: number;
  minFrames?: number;
  maxFrames?: number;
  /** What has to be shown begins and ends here: no edge moves past it. */
  latestStart?: number;
  earliestEnd?: number;
}

/**
 * Moves the edges of a stretch to the nearest pauses within {@link MAX_MOVE_MS}, so that no word is cut. Its length
 * stays a multiple of the clock's grain; an edge without a pause near it stays (but for the grain).
 */
export function settled(
  footage: Footage,
  clock: FrameClock,
  hearing: Hearing,
  bounds: SettleBounds,
): Footage {
  const { startFrame, frames } = footage;
  const endFrame = startFrame + frames;
  const { minFrames = Math.min(frames, clock.grain), maxFrames = Number.MAX_SAFE_INTEGER } = bounds;
  const reach = clock.frameAtOrBefore(MAX_MOVE_MS);
  const starts = edges(startFrame, reach, bounds.notBefore, bounds.latestStart ?? endFrame);
  const ends = edges(endFrame, reach, bounds.earliestEnd ?? startFrame, bounds.notAfter);
  const isPause = (frame: number) => hearing.isPause(clock.milliseconds(frame));
  const quietStarts = new Set(starts.filter(isPause));
  const quietEnds = new Set(ends.filter(isPause));
  if (quietStarts.size === 0 && quietEnds.size === 0) return footage;

  let best = footage;
  let bestCost = cost(startFrame, endFrame);
  for (const start of starts) {
    for (const end of ends) {
      const length = end - start;
      if (length % clock.grain !== 0 || length < minFrames || length > maxFrames) continue;
      const found = cost(start, end);
      if (found >= bestCost) continue;
      best = { startFrame: start, frames: length };
      bestCost = found;
    }
  }
  return best;

  /** A cut word costs more than any move. */
  function cost(start: number, end: number): number {
    const cutWords = (quietStarts.has(start) ? 0 : 1) + (quietEnds.has(end) ? 0 : 1);
    const inward = Math.max(0, start - startFrame) + Math.max(0, endFrame - end);
    const moved = Math.abs(start - startFrame) + Math.abs(end - endFrame);
    return cutWords * 4 * (reach + 1) + moved + inward * INWARD_COST;
  }
}

/** The frames that an edge may move to; where it is now is always one of them. */
function edges(frame: number, reach: number, least: number, most: number): number[] {
  const from = Math.min(frame, Math.max(frame - reach, least));
  const to = Math.max(frame, Math.min(frame + reach, most));
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
