import { describe, expect, it } from 'vitest';
import { frameClock } from '../../src/lesson/frame-clock.js';
import { hearingOf, isHeard, stretchesToHear } from '../../src/lesson/hearing.js';
import { planLesson } from '../../src/lesson/index.js';
import { pausesIn } from '../../src/lesson/pauses.js';
import { settled } from '../../src/lesson/settle.js';
import { cuesOf, expressionOf, inputOf } from './samples.js';

const STEP_MS = 10;
/** Loudness of some seconds: speech, but for the pauses (milliseconds). */
function speech(seconds: number, pauses: [from: number, to: number][], room = -62): number[] {
  return Array.from({ length: seconds * 100 }, (_, i) => {
    const isPause = pauses.some(([from, to]) => i * STEP_MS >= from && i * STEP_MS < to);
    // Neither words nor rooms are even.
    return isPause ? room + Math.sin(i * 1.7) : -22 + 3 * Math.sin(i * 1.7);
  });
}

describe('pausesIn', () => {
  it('finds the pauses between words, and keeps off the words themselves', () => {
    const found = pausesIn(
      speech(6, [
        [1000, 1400],
        [3000, 3200],
      ]),
      STEP_MS,
    );
    expect(found).toEqual([
      { startMs: 1030, endMs: 1370 },
      { startMs: 3030, endMs: 3170 },
    ]);
  });

  it('takes the closure of a consonant for no pause', () => {
    expect(
      pausesIn(
        speech(6, [
          [1000, 1100],
          [2000, 2070],
          [4000, 5000],
        ]),
        STEP_MS,
      ),
    ).toEqual([{ startMs: 4030, endMs: 4970 }]);
  });

  it('finds them over music too, but not where all is equally loud', () => {
    expect(
      pausesIn(
        speech(
          6,
          [
            [1000, 1400],
            [3000, 3600],
          ],
          -40,
        ),
        STEP_MS,
      ),
    ).toHaveLength(2);
    expect(pausesIn(speech(6, [[1000, 1400]], -25), STEP_MS)).toEqual([]);
    expect(pausesIn([], STEP_MS)).toEqual([]);
  });

  it('takes whispers for no pause because something explodes two seconds later', () => {
    const levels = speech(12, [
      [500, 900],
      [6000, 6400],
    ]).map((level, i) => (i > 800 && i < 1000 ? 0 : level - 20));
    const found = pausesIn(levels, STEP_MS);
    expect(found.map(({ startMs }) => startMs).filter((ms) => ms < 6500)).toEqual([530, 6030]);
  });
});

describe('settled', () => {
  const clock = frameClock({ frameRate: { num: 25, den: 1 }, sampleRate: 48_000 });
  const ntsc = frameClock({ frameRate: { num: 30_000, den: 1001 }, sampleRate: 48_000 });
  const hearing = hearingOf([
    {
      startMs: 10_000,
      stepMs: STEP_MS,
      levels: speech(10, [
        [2000, 2300],
        [3500, 3800],
        [7000, 7300],
      ]),
    },
  ]);
  const anywhere = { notBefore: 0, notAfter: 1000 };

  it('moves both edges into the nearest pauses, forwards or back', () => {
    // 12.40 to 16.84 s; pauses end at 12.3 and begin at 17.0.
    expect(settled({ startFrame: 310, frames: 111 }, clock, hearing, anywhere)).toEqual({
      startFrame: 306,
      frames: 120,
    });
  });

  it('leaves an edge that has no pause within 300 ms, and one that is in a pause already', () => {
    expect(settled({ startFrame: 275, frames: 30 }, clock, hearing, anywhere)).toEqual({
      startFrame: 275,
      frames: 29 + 1,
    });
    expect(settled({ startFrame: 304, frames: 124 }, clock, hearing, anywhere)).toEqual({
      startFrame: 304,
      frames: 124,
    });
    expect(settled({ startFrame: 30, frames: 40 }, clock, hearing, anywhere)).toEqual({
      startFrame: 30,
      frames: 40,
    });
  });

  it('keeps to its bounds, its least length and what must be shown', () => {
    const near = { startFrame: 310, frames: 111 };
    expect(settled(near, clock, hearing, { notBefore: 308, notAfter: 422 })).toEqual(near);
    expect(settled(near, clock, hearing, { ...anywhere, maxFrames: 118 }).frames).toBeLessThanOrEqual(118);
    const late = { startFrame: 295, frames: 130 };
    expect(settled(late, clock, hearing, anywhere).startFrame).toBe(301);
    expect(settled(late, clock, hearing, { ...anywhere, latestStart: 297 }).startFrame).toBe(295);
  });

  it('knows how loud it is to the very end of an episode, which is in the middle of a step', () => {
    expect(hearing.loudness({ startMs: 15_000, endMs: 20_000 + 6.7 })).toBeCloseTo(-22, 0);
    expect(hearing.loudness({ startMs: 15_000, endMs: 20_000 + 12 })).toBeNull();
  });

  it('stays on whole samples where frames are not', () => {
    for (let startFrame = 360; startFrame < 390; startFrame++) {
      const found = settled({ startFrame, frames: 130 }, ntsc, hearing, anywhere);
      expect(found.frames % 5).toBe(0);
    }
  });
});

describe('a plan that was heard', () => {
  const cues = cuesOf(
    [20_000, 22_000, 'Can you open it?'],
    [22_500, 24_500, 'I will give it a shot.'],
    [25_000, 27_000, 'The key is there.'],
  );
  const input = inputOf({
    cues,
    expressions: [expressionOf(cues, 'give it a shot', [[1, 'give it a shot']])],
  });

  it('has its line cut in the pauses, its sound evened, and all else as drafted', () => {
    const draft = planLesson(input);
    const [stretch] = stretchesToHear(draft, 600_000);
    const { startMs, endMs } = stretch!;
    // Nobody pauses where the subtitles say, but a little before and after.
    const pauses: [number, number][] = [
      [22_050, 22_200],
      [24_850, 25_050],
    ];
    const levels = speech(
      (endMs - startMs) / 1000,
      pauses.map(([from, to]) => [from - startMs, to - startMs]),
    );
    const heard = [{ startMs, stepMs: STEP_MS, levels }];
    expect(isHeard(stretch!, heard)).toBe(true);
    const plan = planLesson({ ...input, heard });
    const line = plan.segments.find(({ id }) => id === '01-focus-1')!;
    const { startUs, gainDb } = line.sound as { startUs: number; gainDb: number };
    expect(startUs / 1000).toBeGreaterThan(22_050);
    expect(startUs / 1000).toBeLessThan(22_200);
    const lineEnd = startUs / 1000 + line.samples / 48;
    expect(lineEnd).toBeGreaterThan(24_850);
    expect(lineEnd).toBeLessThan(25_050);
    expect(gainDb).toBeGreaterThan(5);
    expect(gainDb).toBeLessThan(7);
    expect(plan.notes.join()).not.toContain('silent');
    const soft = planLesson({
      ...input,
      heard: [{ ...heard[0]!, levels: levels.map((level) => level - 30) }],
    });
    expect(soft.notes).toContain(
      'Nearly silent, so raised by 20 dB and no more: Scene 1/1: give it a shot; Line 1/1: give it a shot; Line with meaning 1/1: give it a shot.',
    );
    expect(plan.stills).toEqual(draft.stills);
    expect(draft.segments.find(({ id }) => id === '01-focus-1')!.sound).toMatchObject({ gainDb: 0 });
    // Planned again, nothing new has to be read.
    expect(stretchesToHear(planLesson(input), 600_000).every((extent) => isHeard(extent, heard))).toBe(true);
  });
});
