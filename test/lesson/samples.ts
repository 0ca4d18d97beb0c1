import type { PlanInput } from '../../src/lesson/index.js';
import type { EpisodeProbe } from '../../src/media/probe-types.js';
import type { Cue } from '../../src/shared/cue.js';
import type { Expression, Span } from '../../src/shared/expression.js';
import type { Rational } from '../../src/shared/rational.js';

/** Cues from `[startMs, endMs, text]`. */
export function cuesOf(...rows: [number, number, string][]): Cue[] {
  return rows.map(([startMs, endMs, text], index) => ({ index, startMs, endMs, text }));
}

/** An expression whose spans are where its words stand in the cues, looked for from `cue` on. */
export function expressionOf(
  cues: readonly Cue[],
  headword: string,
  spoken: [cue: number, words: string][],
): Expression {
  const spans: Span[] = spoken.map(([cue, words]) => {
    const start = cues[cue]!.text.indexOf(words);
    if (start < 0) throw new Error(`no “${words}” in cue ${cue}`);
    return { cue, start, end: start + words.length };
  });
  return {
    headword,
    kind: 'idiom',
    level: 'B1',
    spans,
    text: spoken.map(([, words]) => words).join(' ... '),
    meaning: `what ${headword} means`,
    translation: null,
    similar: ['another way'],
    score: 0.5,
    accepted: true,
    chosen: true,
    reasons: [],
  };
}

export function probeOf(
  options: {
    durationMs?: number;
    frameRate?: Rational;
    width?: number;
    height?: number;
    silent?: boolean;
  } = {},
): EpisodeProbe {
  const {
    durationMs = 600_000,
    frameRate = { num: 24, den: 1 },
    width = 1280,
    height = 720,
    silent = false,
  } = options;
  const stream = {
    index: 1,
    codec: 'aac',
    channels: 2,
    channelLayout: 'stereo',
    language: 'eng',
    number: 1,
    title: null,
    isDefault: true,
  };
  return {
    container: 'mov',
    formatWhitelist: 'mov',
    bytes: 1,
    durationMs,
    video: {
      index: 0,
      codec: 'h264',
      width,
      height,
      frameRate,
      isVariableRate: false,
      isInterlaced: false,
      isHdr: false,
      pixelFormat: 'yuv420p',
      rotation: 0,
    },
    audio: silent ? [] : [stream],
    subtitles: [],
  };
}

export function inputOf(input: Partial<PlanInput> & Pick<PlanInput, 'cues' | 'expressions'>): PlanInput {
  return {
    episodeName: 'The Long Road',
    level: 'B1',
    quality: 'standard',
    heard: [],
    translation: null,
    translationFor: () => null,
    probe: probeOf(),
    endCardItems: 10,
    shorts: null,
    leftOut: [],
    ...input,
  };
}

/** The same numbers for the same seed, on every machine (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}
