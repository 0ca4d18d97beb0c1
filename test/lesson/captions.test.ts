import { describe, expect, it } from 'vitest';
import { sceneCaptions } from '../../src/lesson/captions.js';

const SCENE = { startMs: 0, endMs: 20_000 };
const cue = (index: number, startMs: number, endMs: number) => ({
  index,
  startMs,
  endMs,
  text: `line ${index}`,
});

describe('the captions of a scene', () => {
  it('are at most six at once, however many cues a file piles up; the taught one is among them', () => {
    const cues = Array.from({ length: 40_000 }, (_, i) => cue(i, 1000, 360_000_000));
    const captions = sceneCaptions(cues, SCENE, 'source', (at) =>
      at === 30_000 ? [{ start: 0, end: 4 }] : [],
    );
    expect(captions.map(({ text }) => text)).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((n) => `line ${n}`),
      'line 30000',
    ]);
  });

  it('are at most a hundred, one after the other', () => {
    const cues = Array.from({ length: 9000 }, (_, i) => cue(i, i * 2, i * 2 + 2));
    expect(sceneCaptions(cues, SCENE, 'source')).toHaveLength(100);
  });

  it('are all there in ordinary speech', () => {
    const cues = Array.from({ length: 12 }, (_, i) => cue(i, i * 1500, i * 1500 + 2500));
    expect(sceneCaptions(cues, SCENE, 'source')).toHaveLength(12);
  });
});
