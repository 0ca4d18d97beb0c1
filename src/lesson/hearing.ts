import { integratedLoudness } from './loudness.js';
import { type Pause, pausesIn } from './pauses.js';
import type { LessonPlan } from './plan-types.js';
import { type Extent, lengthOf } from './scene-extent.js';

/** The sound of a stretch of the episode, as the lesson has it. */
export interface HeardStretch {
  /** Where in the episode it begins, in whole milliseconds. */
  startMs: number;
  /** Length of a step. */
  stepMs: number;
  /** K-weighted loudness in LUFS, one for each step. */
  levels: number[];
}

/** What is known of the episode's sound. */
export interface Hearing {
  /** Whether a cut at this time of the episode, in milliseconds, falls into a pause. */
  isPause(ms: number): boolean;
  /** Integrated loudness of a stretch of the episode, in LUFS; null where it is silent or was not heard. */
  loudness(extent: Extent): number | null;
}

/** Edges move by up to 300 ms; the rest is for the threshold to see what the sound is like around them. */
const AROUND_MS = 1_000;
/** A stretch that begins so soon after another one ends is heard with it. */
const NEAR_MS = 2_000;

/** Nothing is known: edges stay where they are, and sound is as loud as it is. */
export const UNHEARD: Hearing = { isPause: () => false, loudness: () => null };

/** Answers questions about what was heard. */
export function hearingOf(stretches: readonly HeardStretch[]): Hearing {
  if (stretches.length === 0) return UNHEARD;
  const heard = stretches.map((stretch) => ({
    ...extentOfStretch(stretch),
    stretch,
    pauses: pausesOf(stretch),
  }));
  const holding = (extent: Extent) => heard.find(({ stretch }) => holds(stretch, extent));
  return {
    isPause: (ms) =>
      holding({ startMs: ms, endMs: ms })?.pauses.some(
        ({ startMs, endMs }) => startMs <= ms && ms <= endMs,
      ) ?? false,
    loudness(extent) {
      const found = holding(extent);
      if (found === undefined) return null;
      const { startMs, stepMs, levels } = found.stretch;
      const at = (ms: number) => Math.round((ms - startMs) / stepMs);
      return integratedLoudness(levels.slice(at(extent.startMs), at(extent.endMs)), stepMs);
    },
  };
}

/** The stretches that have to be heard to settle a plan, in order of time, in whole milliseconds of the episode. */
export function stretchesToHear(plan: Pick<LessonPlan, 'segments'>, durationMs: number): Extent[] {
  const wanted = plan.segments
    .flatMap(({ sound }) => (sound.type === 'episode' ? [sound] : []))
    .map(({ startUs, samples }) => ({
      startMs: Math.max(0, Math.floor(startUs / 1000) - AROUND_MS),
      endMs: Math.min(Math.ceil(durationMs), Math.ceil(startUs / 1000 + samples / 48) + AROUND_MS),
    }))
    .sort((a, b) => a.startMs - b.startMs);
  const stretches: Extent[] = [];
  for (const extent of wanted) {
    const last = stretches.at(-1);
    if (last && extent.startMs <= last.endMs + NEAR_MS) last.endMs = Math.max(last.endMs, extent.endMs);
    else stretches.push({ ...extent });
  }
  return stretches.filter((extent) => lengthOf(extent) > 0);
}

/** Whether one of the stretches holds all of an extent. */
export function isHeard(extent: Extent, stretches: readonly HeardStretch[]): boolean {
  return stretches.some((stretch) => holds(stretch, extent));
}

/** But for the rest of a step: at an episode's end there is no whole one. */
function holds(stretch: HeardStretch, extent: Extent): boolean {
  const { startMs, endMs } = extentOfStretch(stretch);
  return startMs <= extent.startMs && extent.endMs < endMs + stretch.stepMs;
}

function extentOfStretch({ startMs, stepMs, levels }: HeardStretch): Extent {
  return { startMs, endMs: startMs + stepMs * levels.length };
}

function pausesOf({ startMs, stepMs, levels }: HeardStretch): Pause[] {
  return pausesIn(levels, stepMs).map((pause) => ({
    startMs: startMs + pause.startMs,
    endMs: startMs + pause.endMs,
  }));
}
