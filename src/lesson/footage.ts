import type { FrameClock } from './frame-clock.js';

import type { Hearing } from './hearing.js';
import { gainFor } from './loudness.js';
import type { Inset, Segment } from './plan-types.js';

import type { Extent } from './scene-extent.js';

/** A stretch of the episode in whole frames of the lesson's rate. */
export interface Footage {
  startFrame: number;
  frames: number;
}

/** What bounds a stretch when it is fitted to frames. */
export interface FootageBounds {
  /** Frames that the episode has. */
  episodeFrames: number;
  /** Where the picture shown before it ended. */
  notBefore?: number;
  /** Where the picture that is shown after it begins. */
  notAfter?: number;
  minFrames?: number;
  maxFrames?: number;
}

/**
 * Fits a stretch to the frame grid: outwards at both ends, its length a multiple of the clock's grain, within the
 * episode. Where its end is in the way of the next picture, or beyond the episode's, it is moved back as far as there
 * is room; failing that, it gives up a grain of its end; and only to keep its least length it overlaps others.
 */
export function footageOf(extent: Extent, clock: FrameClock, bounds: FootageBounds): Footage {
  const { episodeFrames, notBefore = 0, notAfter = episodeFrames } = bounds;
  const { minFrames = clock.grain, maxFrames = Number.MAX_SAFE_INTEGER } = bounds;
  const startFrame = Math.max(0, notBefore, clock.frameAtOrBefore(extent.startMs));
  const endFrame = Math.min(clock.frameAtOrAfter(extent.endMs), episodeFrames);
  const covering = clock.upToGrain(endFrame - startFrame);
  const most = Math.min(clock.downToGrain(maxFrames), clock.downToGrain(episodeFrames));
  const frames = Math.min(Math.max(covering, minFrames), most);

  const within = Math.min(notAfter, episodeFrames);
  const movedBack = Math.min(startFrame, within - frames);
  if (movedBack >= notBefore) return { startFrame: movedBack, frames };
  // A stretch that misses its room by more than a grain and a frame was meant to overlap.
  const room = clock.downToGrain(within - startFrame);
  if (room >= minFrames && frames - room <= clock.grain + 1) return { startFrame, frames: room };
  return { startFrame: Math.max(0, Math.min(startFrame, episodeFrames - frames)), frames };
}

/** When a stretch is, in milliseconds of the episode. */
export function extentOf({ startFrame, frames }: Footage, clock: FrameClock): Extent {
  return { startMs: clock.milliseconds(startFrame), endMs: clock.milliseconds(startFrame + frames) };
}

/** The picture and sound of a segment that shows a stretch of the episode, filling the frame unless inset. */
export function episodeSegment(
  { startFrame, frames }: Footage,
  clock: FrameClock,
  sound: { isSilent: boolean; hearing: Hearing },
  inset?: Inset,
): Pick<Segment, 'frames' | 'samples' | 'picture' | 'sound'> {
  const startUs = clock.microseconds(startFrame);
  const samples = clock.samples(frames);
  return {
    frames,
    samples,
    picture: { type: 'episode', startUs, ...(inset === undefined ? {} : { inset }) },
    sound: sound.isSilent
      ? { type: 'silence' }
      : {
          type: 'episode',
          startUs,
          delaySamples: 0,
          samples,
          gainDb: gainFor(sound.hearing.loudness(extentOf({ startFrame, frames }, clock))),
        },
  };
}

/** The picture and sound of a segment that shows a still, `frames` long. */
export function stillSegment(
  still: string,
  frames: number,
  clock: FrameClock,
  sound: Segment['sound'] = { type: 'silence' },
): Pick<Segment, 'frames' | 'samples' | 'picture' | 'sound'> {
  return { frames, samples: clock.samples(frames), picture: { type: 'still', still }, sound };
}
