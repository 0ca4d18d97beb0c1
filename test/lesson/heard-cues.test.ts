import { describe, expect, it } from 'vitest';
import { heardCues } from '../../src/lesson/index.js';
import type { LangflixError } from '../../src/shared/errors.js';
import { cuesOf } from './samples.js';

const episode = { name: 'pilot.mp4', durationMs: 60_000 };
const heard = (...times: [number, number][]) =>
  heardCues(
    cuesOf(...times.map(([from, to]) => [from, to, 'Give it a shot.'] as [number, number, string])),
    episode,
  );

describe('what is heard of the subtitles', () => {
  it('ends with the video, whatever comes after it', () => {
    expect(heard([1000, 2000], [58_000, 59_000], [60_000, 61_000], [90_000, 95_000])).toHaveLength(2);
  });

  it('takes a line that is cut off for heard when enough of it is: half a second, or half of a short one', () => {
    expect(heard([59_400, 63_000])).toHaveLength(1);
    expect(heard([1000, 2000], [59_600, 63_000])).toHaveLength(1);
    expect(heard([59_800, 60_100])).toHaveLength(1);
  });

  it('refuses subtitles of which nothing is heard', () => {
    expect(() => heard([60_000, 61_000], [70_000, 71_000])).toThrow(/pilot\.mp4.*after its end/);
    try {
      heard();
    } catch (error) {
      expect((error as LangflixError).kind).toBe('UnusableSubtitles');
    }
  });
});
