import type { RenderGroup, Segment } from '../lesson/index.js';

/** Encoding a frame of a still costs so much of encoding one that moves (CPU time, measured at 720p). */
const STILL_FRAME = 0.3;

/** Work of rendering a segment, in frames that move: what progress and the time left are told by. */
export function segmentWork({ frames, picture }: Pick<Segment, 'frames' | 'picture'>): number {
  return picture.type === 'still' ? Math.ceil(frames * STILL_FRAME) : frames;
}

/** Work of rendering a group, in frames that move. */
export function groupWork(group: Pick<RenderGroup, 'segments'>, segments: readonly Segment[]): number {
  return segments
    .filter(({ id }) => group.segments.includes(id))
    .reduce((sum, segment) => sum + segmentWork(segment), 0);
}
