import { describe, expect, it } from 'vitest';
import { planLesson } from '../../src/lesson/index.js';
import { theme } from '../../src/slides/index.js';
import { segmentList } from '../../src/study/index.js';
import { cuesOf, expressionOf, inputOf, probeOf } from '../lesson/samples.js';

const talk = cuesOf([100_000, 102_000, 'You look tired.'], [102_500, 104_500, 'Why not give it a shot?']);
const plan = planLesson(
  inputOf({
    cues: talk,
    expressions: [expressionOf(talk, 'give it a shot', [[1, 'give it a shot']])],
    probe: probeOf({ frameRate: { num: 24000, den: 1001 } }),
    shorts: theme.shorts,
  }),
);

describe('the pieces of a lesson', () => {
  const list = segmentList(plan);

  it('are named in order, each in its chapter; shorts are none of them', () => {
    expect(list.map(({ kind, label, chapter }) => `${kind}, ${label}, ${chapter}`)).toEqual([
      'title, Title, Introduction',
      'scene, Scene, give it a shot',
      'focus, Line, give it a shot',
      'pause, Pause, give it a shot',
      'focus, Line with meaning, give it a shot',
      'slide, Slide, give it a shot',
      'end, End, What you learned',
    ]);
  });

  it('follow each other without a gap, each with a moment of its own to show', () => {
    expect(list[0]!.startMs).toBe(0);
    for (const [i, { startMs, endMs, pictureMs }] of list.entries()) {
      expect(pictureMs).toBeGreaterThan(startMs);
      expect(pictureMs).toBeLessThan(endMs);
      expect(list[i + 1]?.startMs ?? endMs).toBe(endMs);
    }
  });

  it('show a scene while its expression is said', () => {
    const scene = list[1]!;
    const shown = plan.expressions[0]!.startMs + scene.pictureMs - scene.startMs;
    expect(shown).toBeGreaterThan(102_500);
    expect(shown).toBeLessThan(104_500);
  });
});
