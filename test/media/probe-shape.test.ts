import { describe, expect, it } from 'vitest';
import { ffprobeOutput } from '../../src/media/ffprobe-schema.js';
import { readProbe } from '../../src/media/probe-reading.js';

const CONTAINER = { container: 'mov', formatWhitelist: 'mov' };

function report(shape: { width: number; height: number; sample_aspect_ratio: string }) {
  return ffprobeOutput.parse({
    streams: [{ index: 0, codec_type: 'video', codec_name: 'h264', duration: '60', ...shape }],
  });
}

describe('the shape of a picture', () => {
  it.each([
    { width: 320, height: 180, sample_aspect_ratio: '255:1' },
    { width: 1920, height: 100, sample_aspect_ratio: '1:1' },
    { width: 320, height: 1080, sample_aspect_ratio: '1:9' },
  ])('that no episode has is refused before anything is drawn for it: %j', (shape) => {
    expect(() => readProbe('/films/a.mp4', CONTAINER, 1000, report(shape))).toThrow(/a strip of \d+x\d+/);
  });

  it('of the widest films and of upright ones is fine', () => {
    const wide = report({ width: 1920, height: 540, sample_aspect_ratio: '1:1' });
    expect(readProbe('/films/a.mp4', CONTAINER, 1000, wide).video).toMatchObject({ width: 1920 });
    const upright = report({ width: 360, height: 640, sample_aspect_ratio: '1:1' });
    expect(readProbe('/films/a.mp4', CONTAINER, 1000, upright).video).toMatchObject({ height: 640 });
  });
});
