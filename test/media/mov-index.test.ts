import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countDecoded, verifySegment } from '../../src/media/index.js';
import { readMovIndex } from '../../src/media/mov-index.js';
import { make, makeEpisode, render, segmentOf, testFolder, tools, WIDE_24 } from './episodes.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
let episode: string;
const at = (name: string) => join(folder.path, name);
beforeAll(async () => {
  folder = await testFolder();
  episode = await makeEpisode(at('episode.mp4'), { rate: '24', seconds: 4 });
});
afterAll(() => folder.remove());

const rates = [
  { num: 24000, den: 1001, frames: 50 },
  { num: 24, den: 1, frames: 41 },
  { num: 25, den: 1, frames: 33 },
  { num: 30000, den: 1001, frames: 55 },
  { num: 60, den: 1, frames: 61 },
];

describe('the index of a segment', () => {
  it.each(rates)(
    'says what decoding it finds, at $num/$den frames a second',
    async ({ num, den, frames }) => {
      const format = { ...WIDE_24, frameRate: { num, den } };
      const segment = segmentOf(frames, format, {
        sound: { type: 'episode', startUs: 0, delaySamples: 0, samples: 20_000, gainDb: 0 },
      });
      const path = await render(episode, segment, format, at(`${num}.mov`), { cwd: folder.path });
      const [video, audio] = await readMovIndex(path);
      const decoded = await countDecoded(path, { tools: await tools() });
      expect(decoded).toEqual({ frames, samples: segment.samples });
      expect({ frames: video?.samples, samples: audio?.samples }).toEqual(decoded);
      expect((video?.ticks ?? 0) / (video?.timescale ?? 1)).toBeCloseTo((frames * den) / num, 9);
    },
  );

  it('tells encodes apart that cannot be joined, and only those', async () => {
    const source = [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=320x180:r=24:d=1',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
    ];
    const videoOf = async (name: string, ...options: string[]) =>
      (await readMovIndex(await make(at(name), ...source, ...options)))[0]?.parameters;
    const plain = await videoOf('plain.mov');
    expect(await videoOf('shorter.mov', '-t', '0.5')).toBe(plain);
    expect(await videoOf('other.mov', '-bf', '2', '-profile:v', 'high', '-coder', '1')).not.toBe(plain);
  });

  it('is not believed of a file that is cut off, damaged or something else', async () => {
    const whole = await readFile(at('24.mov'));
    const fails = async (bytes: Uint8Array, words: string) => {
      await writeFile(at('broken.mov'), bytes);
      await expect(verifySegment(at('broken.mov'), { frames: 41, samples: 82_000 })).rejects.toMatchObject({
        kind: 'RenderFailed',
        message: expect.stringContaining(words),
      });
    };
    await verifySegment(at('24.mov'), { frames: 41, samples: 82_000 });
    await fails(whole.subarray(0, whole.length - 1), 'cut off');
    await fails(whole.subarray(0, 1000), 'cut off');
    await fails(Buffer.alloc(0), 'no index');
    await fails(Buffer.from('not a video at all'), 'cannot be read back');
    const index = whole.indexOf('stsz', whole.indexOf('moov'));
    const shifted = Buffer.from(whole);
    shifted.writeUInt32BE(40, index + 12);
    await fails(shifted, '40 frames');
    const greedy = Buffer.from(whole);
    greedy.writeUInt32BE(1 << 30, index + 16);
    await fails(greedy, 'bytes');
  });
});
