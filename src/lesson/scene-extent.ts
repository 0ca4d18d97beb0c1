import type { Cue } from '../shared/cue.js';
import { isSoundOnly } from './speech.js';
import type { Utterance } from './utterances.js';

/** A stretch of the episode. */
export interface Extent {
  startMs: number;
  endMs: number;
}

/** Cues that must be in a scene, and when they are heard. */
export interface Hull extends Extent {
  fromCue: number;
  toCue: number;
}

/** Shorter, and there is no time to see who speaks to whom. */
export const MIN_SCENE_MS = 6_000;
/** Longer, and the expression is lost in it. */
export const MAX_SCENE_MS = 20_000;
/** What is planned for at most: rounding both ends to frames and the whole to grains adds up to a fifth of a second. */
export const MAX_PLANNED_MS = MAX_SCENE_MS - 210;
/** As much silence as a scene may have before its first and after its last word. */
export const MAX_EDGE_SILENCE_MS = 2_000;
/** The breath left at the edges where nothing else decides. */
const EDGE_MS = 500;
/** An utterance further away than this belongs to another moment; it is taken only to fill six seconds. */
const NEAR_MS = 3_000;
/** Further than this it is not taken at all: a scene of mere silence is worse than an edge of nearly three seconds. */
const FAR_MS = 8_000;

/** The episode's speech in order of time: who is before and after a cue. */
export interface Timeline {
  durationMs: number;
  before(cue: number): Hull | null;
  after(cue: number): Hull | null;
}

/**
 * The speech around any cue. `before` gives the utterance before a cue, or the beginning of its own when the cue is
 * within a long one; mere sounds are stepped over. Speech beyond the episode's end is not there.
 */
export function timelineOf(
  cues: readonly Cue[],
  utterances: readonly Utterance[],
  durationMs: number,
): Timeline {
  const utteranceOf = utterances.flatMap((utterance) => utterance.cues.map(() => utterance));
  const hullOf = (fromCue: number, toCue: number): Hull => {
    const own = cues.slice(fromCue, toCue + 1);
    const startMs = Math.min(Math.max(0, Math.min(...own.map((cue) => cue.startMs))), durationMs);
    const endMs = Math.max(startMs, Math.min(durationMs, Math.max(...own.map((cue) => cue.endMs))));
    return { fromCue, toCue, startMs, endMs };
  };
  const isSpeech = (hull: Hull) =>
    hull.endMs > hull.startMs &&
    cues.slice(hull.fromCue, hull.toCue + 1).some((cue) => !isSoundOnly(cue.text));
  return {
    durationMs,
    before(cue) {
      for (let toCue = cue - 1; toCue >= 0; ) {
        const fromCue = utteranceOf[toCue]!.cues[0]!;
        const hull = hullOf(fromCue, toCue);
        if (isSpeech(hull)) return hull;
        toCue = fromCue - 1;
      }
      return null;
    },
    after(cue) {
      for (let fromCue = cue + 1; fromCue < cues.length; ) {
        const toCue = utteranceOf[fromCue]!.cues.at(-1)!;
        const hull = hullOf(fromCue, toCue);
        if (isSpeech(hull)) return hull;
        fromCue = toCue + 1;
      }
      return null;
    },
  };
}

/**
 * The scene around `hull`: with the utterance before it and the one after it where they are near and all of it stays
 * within twenty seconds, and half a second of breath. Below six seconds it grows: into silence of up to two seconds
 * at its edges; to utterances up to eight seconds away; then, six seconds being worth more than a tidy edge, into longer
 * silence, into other speech, and last beyond `within`. Only an episode shorter than six seconds gives less.
 *
 * `within` is where it may be (the scene before it ends there, the next expression begins there).
 */
export function sceneExtent(hull: Hull, timeline: Timeline, within: Extent): Extent {
  const bounds = {
    startMs: Math.max(0, Math.min(within.startMs, hull.startMs)),
    endMs: Math.min(timeline.durationMs, Math.max(within.endMs, hull.endMs)),
  };
  const near = withNeighbours(hull, hull, timeline, bounds, NEAR_MS);
  const nearExtent = withSilence(near, timeline, bounds);
  if (lengthOf(nearExtent) >= MIN_SCENE_MS) return nearExtent;

  const far = withNeighbours(hull, near, timeline, bounds, FAR_MS);
  const extent = withSilence(far, timeline, bounds);
  const { startMs, endMs } = silenceAround(far, timeline, bounds);
  return [{ startMs, endMs }, bounds, { startMs: 0, endMs: timeline.durationMs }].reduce(
    (scene, limits) => widened(scene, MIN_SCENE_MS, limits),
    extent,
  );
}

/** In milliseconds. */
export function lengthOf({ startMs, endMs }: Extent): number {
  return endMs - startMs;
}

/** Takes up to one utterance on either side of `hull`, the nearer first; `taken` holds what is in already. */
function withNeighbours(hull: Hull, taken: Hull, timeline: Timeline, bounds: Extent, maxGapMs: number): Hull {
  const before = taken.fromCue < hull.fromCue ? null : timeline.before(hull.fromCue);
  const after = taken.toCue > hull.toCue ? null : timeline.after(hull.toCue);
  const neighbours = [
    ...(before ? [{ utterance: before, gapMs: hull.startMs - before.endMs }] : []),
    ...(after ? [{ utterance: after, gapMs: after.startMs - hull.endMs }] : []),
  ].sort((a, b) => a.gapMs - b.gapMs);
  let all = taken;
  for (const { utterance, gapMs } of neighbours) {
    const joined = unionOf(all, utterance);
    const isWithin = joined.startMs >= bounds.startMs && joined.endMs <= bounds.endMs;
    if (isWithin && gapMs <= maxGapMs && lengthOf(joined) <= MAX_PLANNED_MS) all = joined;
  }
  return all;
}

/** The least stretch with both. */
export function unionOf(a: Hull, b: Hull): Hull {
  return {
    fromCue: Math.min(a.fromCue, b.fromCue),
    toCue: Math.max(a.toCue, b.toCue),
    startMs: Math.min(a.startMs, b.startMs),
    endMs: Math.max(a.endMs, b.endMs),
  };
}

/** The silence before and after some speech, up to the next speech or the bounds. */
function silenceAround(speech: Hull, timeline: Timeline, bounds: Extent): Extent {
  const before = timeline.before(speech.fromCue)?.endMs ?? 0;
  const after = timeline.after(speech.toCue)?.startMs ?? timeline.durationMs;
  return {
    startMs: Math.min(speech.startMs, Math.max(bounds.startMs, before)),
    endMs: Math.max(speech.endMs, Math.min(bounds.endMs, after)),
  };
}

function withSilence(speech: Hull, timeline: Timeline, bounds: Extent): Extent {
  const silence = silenceAround(speech, timeline, bounds);
  const edgeMs = (most: number): Extent => ({
    startMs: Math.max(silence.startMs, speech.startMs - most),
    endMs: Math.min(silence.endMs, speech.endMs + most),
  });
  const breath = Math.max(0, Math.min(EDGE_MS, Math.floor((MAX_PLANNED_MS - lengthOf(speech)) / 2)));
  return widened(edgeMs(breath), MIN_SCENE_MS, edgeMs(MAX_EDGE_SILENCE_MS));
}

/** Grown evenly on both sides, as far as the limits allow, until it lasts `leastMs`. */
function widened(extent: Extent, leastMs: number, limits: Extent): Extent {
  const missing = Math.max(0, leastMs - lengthOf(extent));
  const roomBefore = Math.max(0, extent.startMs - limits.startMs);
  const roomAfter = Math.max(0, limits.endMs - extent.endMs);
  const after = Math.min(roomAfter, Math.max(Math.floor(missing / 2), missing - roomBefore));
  const before = Math.min(roomBefore, missing - after);
  return { startMs: extent.startMs - before, endMs: extent.endMs + after };
}
