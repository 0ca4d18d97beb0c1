import { describe, expect, it } from 'vitest';
import {
  type LessonPlan,
  type PlanInput,
  planLesson,
  type Segment,
  STANDARD_FRAME_RATES,
} from '../../src/lesson/index.js';
import type { Cue } from '../../src/shared/cue.js';
import type { Expression } from '../../src/shared/expression.js';
import { inputOf, probeOf, randomFrom } from './samples.js';

const WORDS =
  'well so you know that we never give it a shot when push comes to shove and hang in there'.split(' ');

/** A random episode: dense or sparse talk, odd times, two speakers, sounds, subtitles beyond the end. */
function randomInput(seed: number): PlanInput {
  const random = randomFrom(seed);
  const cues: Cue[] = [];
  const maxGap = [200, 1500, 6000, 30_000][random(4)]!;
  let at = random(3) === 0 ? 0 : random(20_000);
  const count = 1 + random(60);
  for (let index = 0; index < count; index++) {
    const lengthMs = random(30) === 0 ? 15_000 + random(15_000) : 300 + random(4500);
    const words = Array.from({ length: 1 + random(9) }, () => WORDS[random(WORDS.length)]!);
    const opening = ['', '', '', '', '- ', 'ANN: ', '...', '[sighs] '][random(8)]!;
    const text = `${opening}${words.join(random(6) === 0 ? '\n' : ' ')}${['', '.', '?', '...', ','][random(5)]!}`;
    cues.push({ index, startMs: at, endMs: at + lengthMs, text: random(25) === 0 ? '[music]' : text });
    at += lengthMs + random(maxGap) - (random(10) === 0 ? 150 : 0);
  }
  const expressions: Expression[] = [];
  for (let wanted = 1 + random(12); wanted > 0; wanted--) {
    const cue = random(cues.length);
    const words = [...cues[cue]!.text.matchAll(/\b[a-z]+\b/g)];
    const first = random(words.length);
    const spans = [words[first]!, ...(random(2) === 0 ? words.slice(first + 2, first + 3) : [])].map(
      (word) => ({
        cue,
        start: word.index,
        end: word.index + word[0].length,
      }),
    );
    const text = spans.map(({ start, end }) => cues[cue]!.text.slice(start, end)).join(' ... ');
    expressions.push({
      headword: `${text} ${expressions.length}`,
      kind: 'fixed phrase',
      level: 'B2',
      spans,
      text,
      meaning: Array.from({ length: 1 + random(30) }, () => 'meaning').join(' '),
      translation: random(2) === 0 ? null : '번역',
      similar: Array.from({ length: random(5) }, () => 'some other words'),
      score: 1,
      accepted: true,
      chosen: true,
      reasons: [],
    });
  }
  const lastMs = cues.at(-1)!.endMs;
  const durationMs = Math.max(
    cues[expressions[0]!.spans[0]!.cue]!.endMs,
    lastMs + random(20_000) - 9000,
    1000,
  );
  return inputOf({
    cues,
    expressions,
    translation: random(2) === 0 ? null : cues.map((cue) => ({ ...cue, startMs: cue.startMs + random(300) })),
    translationFor: () => (random(2) === 0 ? null : 'una traducción de la línea'),
    probe: probeOf({ durationMs, frameRate: STANDARD_FRAME_RATES[random(STANDARD_FRAME_RATES.length)]! }),
  });
}

const CASES = Array.from({ length: 300 }, (_, seed) => {
  const input = randomInput(seed + 1);
  return { seed: seed + 1, input, plan: planLesson(input) };
});

function forAll(check: (plan: LessonPlan, input: PlanInput) => void): void {
  for (const { seed, input, plan } of CASES) {
    try {
      check(plan, input);
    } catch (error) {
      throw new Error(`with seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
}

const scenesIn = (plan: LessonPlan) => plan.segments.filter(({ kind }) => kind === 'scene');
/** A segment's place in the episode, in frames. */
const ticks = (plan: LessonPlan, { picture, frames }: Segment) => {
  const { num, den } = plan.format.frameRate;
  const startFrame = picture.type === 'episode' ? Math.round((picture.startUs * num) / (den * 1e6)) : 0;
  return { startFrame, endFrame: startFrame + frames };
};
const msOf = (plan: LessonPlan, frames: number) =>
  (frames * plan.format.frameRate.den * 1000) / plan.format.frameRate.num;

describe('every plan', () => {
  it('counts whole frames and whole samples', () => {
    forAll((plan) => {
      const { num, den } = plan.format.frameRate;
      for (const { frames, samples, sound } of plan.segments) {
        expect(Number.isInteger(frames) && frames > 0).toBe(true);
        expect(samples * num).toBe(frames * den * 48_000);
        if (sound.type === 'episode') {
          expect(sound.samples).toBeGreaterThan(0);
          expect(sound.delaySamples + sound.samples).toBeLessThanOrEqual(samples);
        }
      }
      expect(plan.totalFrames).toBe(plan.segments.reduce((sum, { frames }) => sum + frames, 0));
    });
  });

  it('stays within the episode, on its frames', () => {
    forAll((plan, { probe }) => {
      for (const segment of plan.segments) {
        if (segment.picture.type !== 'episode') continue;
        const { startFrame, endFrame } = ticks(plan, segment);
        expect(segment.picture.startUs).toBeGreaterThanOrEqual(0);
        expect(segment.picture.startUs).toBe(Math.floor(msOf(plan, startFrame) * 1000 + 1e-4));
        expect(msOf(plan, endFrame)).toBeLessThanOrEqual(probe.durationMs + 1e-6);
        if (segment.sound.type === 'episode') expect(segment.sound.startUs).toBe(segment.picture.startUs);
      }
    });
  });

  it('has ids once, a sequence of its segments, groups that render each of them once', () => {
    forAll((plan) => {
      const ids = plan.segments.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(plan.sequence).toEqual(ids);
      expect(plan.groups.flatMap(({ segments }) => segments).sort()).toEqual([...ids].sort());
      expect(plan.groups.reduce((sum, { frames }) => sum + frames, 0)).toBe(plan.totalFrames);
      const stills = plan.stills.map(({ id }) => id);
      expect(new Set(stills).size).toBe(stills.length);
      const used = plan.segments.flatMap(({ picture }) => (picture.type === 'still' ? [picture.still] : []));
      expect([...used].sort()).toEqual([...stills].sort());
      const files = [...plan.clips, ...plan.slides].map(({ file }) => file);
      expect(new Set(files).size).toBe(files.length);
      for (const { segment } of plan.clips) expect(ids).toContain(segment);
      for (const { still } of plan.slides) expect(stills).toContain(still);
    });
  });

  it('tells each expression by scene, line, pause, line, slide, in the order of the episode', () => {
    forAll((plan, { expressions }) => {
      expect(plan.expressions.length + plan.notes.filter((note) => note.includes('left out')).length).toBe(
        expressions.length,
      );
      for (const position of plan.expressions.keys()) {
        const own = plan.segments.filter((segment) => segment.expressions.includes(position));
        expect(own.map(({ kind }) => kind)).toEqual(['scene', 'focus', 'pause', 'focus', 'slide']);
      }
      const firstCues = plan.expressions.map(({ spans }) => spans[0]!.cue);
      expect(firstCues).toEqual([...firstCues].sort((a, b) => a - b));
      expect(plan.segments[0]!.kind).toBe('title');
      expect(plan.segments.at(-1)!.kind).toBe('end');
    });
  });

  it('has scenes of 6 to 20 s that hold the lines taught from them', () => {
    forAll((plan, { probe }) => {
      for (const scene of scenesIn(plan)) {
        const ms = msOf(plan, scene.frames);
        expect(ms).toBeLessThanOrEqual(20_000);
        if (probe.durationMs > 6200) expect(ms).toBeGreaterThanOrEqual(6000);
        const { startFrame, endFrame } = ticks(plan, scene);
        for (const position of scene.expressions) {
          const focus = plan.segments.find(
            ({ kind, expressions }) => kind === 'focus' && expressions[0] === position,
          )!;
          const line = ticks(plan, focus);
          // The focus has a quarter of a second around the line; rounding to grains takes up to six frames at each.
          const edge = Math.ceil((250 * plan.format.frameRate.num) / (1000 * plan.format.frameRate.den)) + 12;
          expect(line.startFrame).toBeGreaterThanOrEqual(startFrame - edge);
          expect(line.endFrame).toBeLessThanOrEqual(endFrame + edge);
          expect(plan.expressions[position]!.startMs).toBe(Math.round(msOf(plan, startFrame)));
          expect(plan.expressions[position]!.endMs).toBe(Math.round(msOf(plan, endFrame)));
        }
      }
    });
  });

  it('has at most two seconds of silence at the edges of a scene, but to reach six seconds', () => {
    forAll((plan, { cues }) => {
      for (const scene of scenesIn(plan)) {
        const { startFrame, endFrame } = ticks(plan, scene);
        const [startMs, endMs] = [msOf(plan, startFrame), msOf(plan, endFrame)];
        if (endMs - startMs < 6300) continue;
        const taught = scene.expressions.flatMap((one) =>
          plan.expressions[one]!.spans.map(({ cue }) => cues[cue]!),
        );
        const speech = cues.filter((cue) => cue.text !== '[music]' || taught.includes(cue));
        const heard = speech.filter((cue) => cue.startMs < endMs && cue.endMs > startMs);
        expect(Math.min(...heard.map((cue) => cue.startMs)) - startMs).toBeLessThan(2220);
        expect(endMs - Math.max(...heard.map((cue) => cue.endMs))).toBeLessThan(2220);
      }
    });
  });

  it('shows no picture twice in its scenes, but to reach six seconds or where lines overlap themselves', () => {
    let repeated = 0;
    let scenes = 0;
    forAll((plan) => {
      const all = scenesIn(plan);
      scenes += all.length;
      for (const [position, scene] of all.entries()) {
        const before = all[position - 1];
        if (!before || ticks(plan, before).endFrame <= ticks(plan, scene).startFrame) continue;
        repeated++;
        const isShortest = [before, scene].some(({ frames }) => msOf(plan, frames) < 6300);
        const lines = (segment: Segment) =>
          segment.expressions.map((one) =>
            ticks(
              plan,
              plan.segments.find(({ kind, expressions }) => kind === 'focus' && expressions[0] === one)!,
            ),
          );
        // A line has a quarter of a second on either side.
        const lastEnd = msOf(plan, Math.max(...lines(before).map(({ endFrame }) => endFrame))) - 250;
        const firstStart = msOf(plan, Math.min(...lines(scene).map(({ startFrame }) => startFrame))) + 250;
        expect(isShortest || lastEnd > firstStart, `${before.id} and ${scene.id} overlap`).toBe(true);
      }
    });
    expect(repeated / scenes).toBeLessThan(0.02);
  });

  it('burns captions in within their segments, one after the other, with the right words lit', () => {
    forAll((plan, { cues }) => {
      for (const { kind, captions, frames, picture } of plan.segments) {
        if (picture.type === 'still') expect(captions).toEqual([]);
        for (const { startMs, endMs, text, lit, role } of captions) {
          expect(startMs).toBeGreaterThanOrEqual(0);
          expect(endMs).toBeGreaterThan(startMs);
          expect(endMs).toBeLessThanOrEqual(msOf(plan, frames));
          if (kind === 'scene') expect(['source', 'translation']).toContain(role);
          for (const { start, end } of lit) expect(text.slice(start, end)).toMatch(/^[a-z]+$/);
        }
      }
      for (const { spans, line, lit } of plan.expressions) {
        expect(lit.map(({ start, end }) => line.slice(start, end))).toEqual(
          spans.map(({ cue, start, end }) => cues[cue]!.text.slice(start, end)),
        );
        expect(line).not.toMatch(/\n|^\s|\s$|\s\s/);
      }
    });
  });

  it('lights the expression in its scene', () => {
    forAll((plan) => {
      for (const scene of scenesIn(plan)) {
        const lit = scene.captions.filter((caption) => caption.lit.length > 0);
        expect(lit.length).toBeGreaterThan(0);
      }
    });
  });

  it('keeps pauses, slides and chapters in their bounds', () => {
    forAll((plan) => {
      for (const { kind, frames } of plan.segments) {
        const seconds = msOf(plan, frames) / 1000;
        if (kind === 'pause') expect(seconds >= 1.5 && seconds < 4.3).toBe(true);
        if (kind === 'slide') expect(seconds >= 6 && seconds < 18.3).toBe(true);
      }
      const starts = plan.chapters.map(({ startFrame }) => startFrame);
      expect(plan.chapters).toHaveLength(plan.expressions.length + 2);
      for (const [position, start] of starts.entries())
        expect(start).toBeGreaterThan(starts[position - 1] ?? -1);
      expect(starts.at(-1)).toBeLessThan(plan.totalFrames);
    });
  });

  it('is the same for the same input', () => {
    for (const seed of [3, 77, 500]) {
      const [first, second] = [planLesson(randomInput(seed)), planLesson(randomInput(seed))];
      expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    }
  });
});
