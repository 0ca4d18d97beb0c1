import { describe, expect, it } from 'vitest';
import { frameClock, lessonFormat, STANDARD_FRAME_RATES } from '../../src/lesson/index.js';
import { probeOf } from './samples.js';

const rate = (num: number, den = 1) => {
  const { frameRate } = lessonFormat(probeOf({ frameRate: { num, den } }));
  return `${frameRate.num}/${frameRate.den}`;
};
const size = (width: number, height: number) => {
  const format = lessonFormat(probeOf({ width, height }));
  return `${format.width}x${format.height}`;
};

describe('the size of a lesson', () => {
  it.each([
    [480, 204, '480x204'],
    [1920, 1080, '1920x1080'],
    [3840, 2160, '1920x1080'],
    [3840, 1600, '1920x800'],
    [1440, 1080, '1440x1080'],
    [2880, 2160, '1440x1080'],
    [1080, 1920, '1080x1920'],
    [2160, 3840, '1080x1920'],
    [853, 481, '852x480'],
    [4000, 1, '1920x2'],
  ])('of %i x %i is %s', (width, height, expected) => {
    expect(size(width, height)).toBe(expected);
  });
});

describe('the frame rate of a lesson', () => {
  it.each([
    [24000, 1001, '24000/1001'],
    [2997, 125, '24000/1001'],
    [24, 1, '24/1'],
    [25, 1, '25/1'],
    [2997, 100, '30000/1001'],
    [30, 1, '30/1'],
    [50, 1, '50/1'],
    [5994, 100, '60000/1001'],
    [60, 1, '60/1'],
    [120, 1, '60/1'],
    [240000, 1001, '60/1'],
    [90000, 1, '60/1'],
    // Slow ones: every picture is held equally long.
    [15, 1, '30/1'],
    [15000, 1001, '30000/1001'],
    [25, 2, '25/1'],
    [12, 1, '24/1'],
    [10, 1, '30/1'],
    [20, 1, '60/1'],
    [1, 1, '24/1'],
    // The averages of variable rates.
    [359820000, 14999999, '24000/1001'],
    [1000, 37, '25/1'],
    [0, 0, '25/1'],
  ])('of %i/%i is %s', (num, den, expected) => {
    expect(rate(num, den)).toBe(expected);
  });
});

describe('the frame clock', () => {
  it('knows how many frames make whole samples', () => {
    const grains = STANDARD_FRAME_RATES.map(
      (frameRate) => frameClock({ frameRate, sampleRate: 48000 }).grain,
    );
    expect(grains).toEqual([1, 1, 1, 5, 1, 1, 1, 5, 1]);
  });

  it('is exact after hours', () => {
    const clock = frameClock({ frameRate: { num: 30000, den: 1001 }, sampleRate: 48000 });
    expect(clock.samples(5)).toBe(8008);
    expect(clock.samples(1_078_920)).toBe(1_727_998_272);
    expect(() => clock.samples(4)).toThrow(RangeError);
    expect(clock.microseconds(1_078_920)).toBe(35_999_964_000);
    expect(clock.frameAtOrBefore(35_999_964)).toBe(1_078_920);
    expect(clock.frameAtOrBefore(35_999_963)).toBe(1_078_919);
    expect(clock.frameAtOrAfter(35_999_965)).toBe(1_078_921);
    expect(clock.frameAtOrAfter(0)).toBe(0);
    expect(clock.framesLasting(4000)).toBe(120);
  });

  it('never seeks past the frame it means', () => {
    for (const frameRate of STANDARD_FRAME_RATES) {
      const clock = frameClock({ frameRate, sampleRate: 48000 });
      for (let frame = 0; frame < 2000; frame += 7) {
        const exact = BigInt(frame) * 1_000_000n * BigInt(frameRate.den);
        expect(BigInt(clock.microseconds(frame)) * BigInt(frameRate.num)).toBeLessThanOrEqual(exact);
      }
    }
  });
});
