import type { Rational } from '../../shared/rational.js';

/** Start and end in whole centiseconds, the unit of ASS. */
export interface AssTimes {
  start: number;
  end: number;
}

/**
 * ASS times by which exactly the frames from the one nearest `startMs` up to the one nearest `endMs` (not
 * included) show the caption, at least one. Both lie half a frame before a frame, so that rounding to
 * centiseconds moves nothing over the edge (up to 100 frames a second); a caption that covers a segment
 * covers its first and its last frame, and one that begins where another ends never shares a frame with it.
 */
export function frameTimes(startMs: number, endMs: number, frameRate: Rational): AssTimes {
  const perMs = frameRate.num / frameRate.den / 1000;
  const first = Math.max(0, Math.round(startMs * perMs));
  const last = Math.max(first + 1, Math.round(endMs * perMs));
  const before = (frame: number): number => Math.max(0, Math.round((frame - 0.5) / perMs / 10));
  return { start: before(first), end: Math.max(before(last), before(first) + 1) };
}

/** The same where the frame rate is not known: the start rounded down, the end up. */
export function outerTimes(startMs: number, endMs: number): AssTimes {
  const start = Math.max(0, Math.floor(startMs / 10));
  return { start, end: Math.max(start + 1, Math.ceil(endMs / 10)) };
}
