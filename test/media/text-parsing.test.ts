import { describe, expect, it } from 'vitest';
import { stereoPan } from '../../src/media/downmix.js';
import { tellingLines } from '../../src/media/ffmpeg-errors.js';
import { frameRateOf } from '../../src/media/frame-rate.js';
import { concatList } from '../../src/media/index.js';
import { fitInto } from '../../src/media/picture-filters.js';
import { progressParser } from '../../src/media/progress-parser.js';
import { stderrTail } from '../../src/media/stderr-tail.js';

describe('progress', () => {
  it('is read across odd line ends, chunks and values', () => {
    const parse = progressParser();
    expect(parse('frame=12\r\nfps=0.0\nout_time_us=N/A\ntotal_size=N/A\nspeed=N/A\nprog')).toEqual([]);
    expect(parse('ress=continue\rframe=  24\nout_time_ms=7\nout_time_us=1000000\nspeed=1.5x\n')).toEqual([
      { frame: 12, outTimeUs: 0, totalSize: 0, speed: null },
    ]);
    expect(parse('out_time_us=-9223372036854775808\nnonsense\nprogress=end\n')).toEqual([
      { frame: 24, outTimeUs: 0, totalSize: 0, speed: 1.5 },
    ]);
  });
});

describe('what ffmpeg says', () => {
  it('is kept to the last fifty lines', () => {
    const tail = stderrTail();
    for (let i = 0; i < 80; i++) tail.push(`line ${i}${i % 2 ? '\r' : '\n\n'}`);
    tail.push('unfinished');
    expect(tail.lines()).toHaveLength(50);
    expect(tail.lines()[0]).toBe('line 31');
    expect(tail.lines().at(-1)).toBe('unfinished');
  });

  it('is told by its errors, else by its last words', () => {
    expect(
      tellingLines(['[h264 @ 0x1] [warning] hm', '[mov @ 0x55aa] [error] moov atom not found', 'bye']),
    ).toEqual(['[mov] moov atom not found']);
    expect(tellingLines(['a', 'b', 'c', 'd'])).toEqual(['b', 'c', 'd']);
  });
});

describe('frame rates', () => {
  const rate = (num: number, den = 1) => ({ num, den });
  it.each([
    ['film', rate(24000, 1001), rate(24000, 1001), false, rate(24000, 1001), false],
    ['a count in milliseconds', rate(2997, 125), rate(2997, 125), false, rate(24000, 1001), false],
    ['fields counted as frames', rate(50), rate(25), true, rate(25), false],
    ['a screen recording', rate(57600), rate(3628800, 502589), false, rate(3628800, 502589), true],
    ['a last frame that lasts longer', rate(25), rate(2497, 100), false, rate(25), false],
    ['none', null, null, false, rate(25), true],
  ] as const)('%s', (_, real, average, isInterlaced, frameRate, isVariableRate) => {
    expect(frameRateOf(real, average, isInterlaced)).toEqual({ frameRate, isVariableRate });
  });
});

describe('the list of segments', () => {
  it('quotes names and adds up to the lesson, however many there are', () => {
    const format = { width: 2, height: 2, frameRate: { num: 24000, den: 1001 }, sampleRate: 48000 } as const;
    const list = concatList(
      Array.from({ length: 3000 }, () => ({ path: "/a/it's.mov", frames: 37 })),
      format,
    );
    expect(list).toContain("file 'file:/a/it'\\''s.mov'");
    const sum = [...list.matchAll(/^duration (.*)$/gm)].reduce(
      (total, match) => total + Math.round(Number(match[1]) * 1e6),
      0,
    );
    expect(sum).toBe(Math.round((3000 * 37 * 1001 * 1e6) / 24000));
    expect(() => concatList([{ path: '/a\nfile /etc/passwd', frames: 1 }], format)).toThrow('file name');
  });
});

describe('layouts', () => {
  it('are made stereo by name, by list and by guess, never too loud', () => {
    expect(stereoPan(1, 'mono')).toBe('pan=stereo|c0=c0|c1=c0');
    expect(stereoPan(2, 'stereo')).toBe('pan=stereo|c0=c0|c1=c1');
    const expected = 'pan=stereo|c0=0.2500*c0+0.6500*c2+0.1000*c4|c1=0.2500*c1+0.6500*c2+0.1000*c5';
    expect(stereoPan(6, '5.1(side)')).toBe(expected);
    expect(stereoPan(6, null)).toBe(expected);
    expect(stereoPan(6, '6 channels (FL+FR+FC+LFE+SL+SR)')).toBe(expected);
    expect(stereoPan(12, null)).toBe('pan=stereo|c0=c0|c1=c1');
  });

  it('of pictures fit into any frame in even numbers', () => {
    expect(fitInto({ width: 480, height: 204 }, { width: 1920, height: 1080 })).toEqual({
      width: 1920,
      height: 816,
    });
    expect(fitInto({ width: 1080, height: 1920 }, { width: 1280, height: 720 })).toEqual({
      width: 406,
      height: 720,
    });
  });
});
