import { describe, expect, it } from 'vitest';
import { allSegments, planLesson, stretchesToHear } from '../../src/lesson/index.js';
import { LangflixError } from '../../src/shared/errors.js';
import { theme } from '../../src/slides/index.js';
import { timeBarToAss } from '../../src/subtitles/index.js';
import { cuesOf, expressionOf, inputOf, probeOf, randomFrom } from './samples.js';

const DAY = 86_400_000;
const HOSTILE = [Number.NaN, -1, -1e300, 1e300, Number.POSITIVE_INFINITY, 400 * DAY, 0.1, -0];
const talk = cuesOf(
  [100_000, 102_000, 'You look tired.'],
  [102_500, 104_500, 'Why not give it a shot?'],
  [105_000, 107_000, 'I would rather not.'],
  [300_000, 302_000, 'Could you pick that up?'],
);
const expressions = [
  expressionOf(talk, 'give it a shot', [[1, 'give it a shot']]),
  expressionOf(talk, 'pick up', [
    [3, 'pick'],
    [3, 'up'],
  ]),
];

/** Every number in a value, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(numbersIn);
}

describe('times that no subtitle has', () => {
  it('are planned around or refused, and nothing is ever heard or shown outside of the episode', () => {
    const random = randomFrom(7);
    const hostile = () => HOSTILE[random(HOSTILE.length)]!;
    let planned = 0;
    for (let round = 0; round < 600; round++) {
      const cues = talk.map((cue) => ({
        ...cue,
        ...(random(3) === 0 && { startMs: hostile() }),
        ...(random(3) === 0 && { endMs: hostile() }),
      }));
      const translation = cuesOf([hostile(), hostile(), '한번 해 보지 그래?'], [105_000, 107_000, '싫어요.']);
      const durationMs = 600_000;
      const heard = [{ startMs: hostile(), stepMs: 10, levels: [hostile(), -20, hostile()] }];
      const input = { cues, translation, expressions, heard, probe: probeOf({ durationMs }) };
      try {
        const plan = planLesson(inputOf({ ...input, shorts: theme.shorts }));
        planned += 1;
        expect(numbersIn(plan).every(Number.isFinite), JSON.stringify(cues)).toBe(true);
        for (const { picture, frames } of allSegments(plan)) {
          if (picture.type !== 'episode') continue;
          expect(picture.startUs).toBeGreaterThanOrEqual(0);
          expect(picture.startUs / 1000 + (frames * 1000) / 24).toBeLessThanOrEqual(durationMs + 1);
        }
        for (const { startMs, endMs } of stretchesToHear(plan, durationMs)) {
          expect(startMs).toBeGreaterThanOrEqual(0);
          expect(endMs).toBeLessThanOrEqual(durationMs);
        }
      } catch (error) {
        if (!(error instanceof LangflixError)) throw error;
        expect(['UnusableSubtitles', 'NoExpressionsFound']).toContain(error.kind);
      }
    }
    expect(planned).toBeGreaterThan(100);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e300, 400 * DAY])(
    'an episode of %s ms is refused or planned',
    (durationMs) => {
      try {
        const plan = planLesson(inputOf({ cues: talk, expressions, probe: probeOf({ durationMs }) }));
        expect(numbersIn(plan).every(Number.isFinite)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(LangflixError);
        expect((error as LangflixError).kind).toMatch(/^Unusable(Video|Subtitles)$/);
      }
    },
  );

  it.each(HOSTILE)('a bar of %s ms is a script that can be read, or none', (lengthMs) => {
    const bar = { x: 100, y: 600, width: 400, height: 12, colour: '#ffcc00' };
    const script = () => timeBarToAss(bar, { width: 1280, height: 720 }, lengthMs);
    if (!Number.isFinite(lengthMs) || lengthMs < 0 || lengthMs > DAY) expect(script).toThrow(RangeError);
    else expect(script()).toMatch(/^Dialogue: 0,0:00:00\.00,\d+:\d\d:\d\d\.\d\d,bar/m);
  });
});
