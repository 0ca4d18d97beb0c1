// Files that were changed byte by byte: what reads them answers or refuses, at once, and takes no memory for it.
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ffprobeOutput } from '../../src/media/ffprobe-schema.js';
import { type MediaTools, probeEpisode, verifySegment } from '../../src/media/index.js';
import { readProbe } from '../../src/media/probe-reading.js';
import { LangflixError } from '../../src/shared/errors.js';
import { randomFrom } from '../lesson/samples.js';
import { execute, make, makeEpisode, testFolder, tools } from './episodes.js';

const MIB = 1 << 20;
let folder: Awaited<ReturnType<typeof testFolder>>;
let media: MediaTools;
const at = (name: string) => join(folder.path, name);
beforeAll(async () => {
  folder = await testFolder();
  media = await tools();
  await makeEpisode(at('episode.mp4'), { rate: '24', seconds: 2 });
  await make(at('small.mov'), ...['-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=24:d=0.5', '-c:v', 'libx264']);
}, 60_000);
afterAll(() => folder.remove());

/** Some bytes or whole numbers of a file's index replaced, or a piece left out, doubled or put elsewhere. */
function mutated(bytes: Buffer, random: (below: number) => number, from: number): Buffer {
  const changed = Buffer.from(bytes);
  for (let times = 1 + random(6); times > 0; times--) {
    const place = from + random(changed.length - from - 8);
    const number = [0, 1, 7, 8, 0x7fffffff, 0x80000000, 0xffffffff, random(0xffffffff)][random(8)]!;
    if (random(2) === 0) changed[place] = random(256);
    else changed.writeUInt32BE(number, place);
  }
  const cut = from + random(changed.length - from);
  const piece = changed.subarray(cut, cut + random(64));
  switch (random(4)) {
    case 0:
      return changed.subarray(0, cut);
    case 1:
      return Buffer.concat([changed.subarray(0, cut), piece, changed.subarray(cut)]);
    default:
      return changed;
  }
}

/** The error's kind, or what was answered; anything but langflix's own errors is a fault. */
async function outcome(ask: () => unknown): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof LangflixError)) throw error;
    return error.kind;
  }
}

describe('a mutated index', () => {
  it('is read or refused', async () => {
    const whole = await readFile(at('small.mov'));
    const from = whole.indexOf('moov') - 4;
    const random = randomFrom(11);
    const seen = new Set<unknown>();
    for (let round = 0; round < 1500; round++) {
      await writeFile(at('mutated.mov'), mutated(whole, random, random(10) === 0 ? 0 : from));
      seen.add(await outcome(() => verifySegment(at('mutated.mov'), { frames: 12, samples: 0 })));
    }
    expect([...seen].sort()).toEqual(['RenderFailed', undefined]);
  });

  it('of nothing but boxes is refused before it has grown to a hundred times its size', async () => {
    const box = Buffer.from('\0\0\0\x08free', 'latin1');
    const file = await open(at('boxes.mov'), 'w');
    try {
      const many = Buffer.concat(Array.from({ length: (8 * MIB) / box.length }, () => box));
      await file.write(many);
      const moov = Buffer.alloc(8);
      moov.writeUInt32BE(8 + 4 * many.length, 0);
      moov.write('moov', 4, 'latin1');
      await file.write(moov);
      for (let i = 0; i < 4; i++) await file.write(many);
    } finally {
      await file.close();
    }
    await expect(verifySegment(at('boxes.mov'), { frames: 1, samples: 0 })).rejects.toMatchObject({
      kind: 'RenderFailed',
      message: expect.stringContaining('boxes'),
    });
    const moovOnly = Buffer.concat([await readFile(at('boxes.mov'))].map((bytes) => bytes.subarray(8 * MIB)));
    await writeFile(at('inner.mov'), moovOnly);
    await expect(verifySegment(at('inner.mov'), { frames: 1, samples: 0 })).rejects.toMatchObject({
      kind: 'RenderFailed',
      message: expect.stringContaining('boxes'),
    });
  });
});

describe('ffprobe’s answer', () => {
  const HOSTILE = [
    ...[
      null,
      true,
      '',
      '\0',
      'N/A',
      'NaN',
      'Infinity',
      '-1',
      '1e300',
      '0/0',
      '1/0',
      '9'.repeat(400),
      '00:00:00',
    ],
    ...[`${'9'.repeat(400)}/1`, `1/${'9'.repeat(400)}`, '4294967295/1', '1/4294967295', '99:99:99.9'],
    ...[
      0,
      -1,
      0.5,
      1e300,
      -1e300,
      2 ** 53,
      400 * 86_400,
      [],
      {},
      [null],
      { DURATION: 'x' },
      'x'.repeat(10_000),
    ],
  ];

  /** One of the places in a value, with something hostile put there. */
  function spoiled(value: unknown, random: (below: number) => number): unknown {
    if (value === null || typeof value !== 'object' || random(6) === 0)
      return HOSTILE[random(HOSTILE.length)];
    const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
    const keys = Object.keys(copy);
    const key = keys[random(keys.length)];
    if (key === undefined) return HOSTILE[random(HOSTILE.length)];
    if (random(12) === 0) delete copy[key];
    else copy[key] = spoiled(copy[key], random);
    return copy;
  }

  it('is understood or refused, whatever stands in it', async () => {
    const show = ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', at('episode.mp4')];
    const report = JSON.parse((await execute(media.ffprobe, show)).stdout) as unknown;
    const container = { container: 'mov', formatWhitelist: 'mov' };
    const random = randomFrom(5);
    let understood = 0;
    for (let round = 0; round < 20_000; round++) {
      let answer = report;
      for (let times = 1 + random(3); times > 0; times--) answer = spoiled(answer, random);
      const read = ffprobeOutput.safeParse(answer);
      if (!read.success) continue;
      const probe = await outcome(() => readProbe('x.mp4', container, 1, read.data));
      if (typeof probe === 'string') {
        expect(probe).toBe('UnusableVideo');
        continue;
      }
      understood += 1;
      const { durationMs, video } = probe as ReturnType<typeof readProbe>;
      expect(durationMs).toBeGreaterThan(0);
      expect(durationMs).toBeLessThanOrEqual(86_400_000);
      for (const number of [video.width, video.height, video.frameRate.num, video.frameRate.den]) {
        expect(Number.isSafeInteger(number), JSON.stringify(video)).toBe(true);
        expect(number).toBeGreaterThan(0);
      }
    }
    expect(understood).toBeGreaterThan(500);
  });

  it('of a mutated video is an answer or UnusableVideo', async () => {
    const whole = await readFile(at('episode.mp4'));
    const from = whole.indexOf('moov') - 4;
    const random = randomFrom(3);
    const seen = new Set<string>();
    for (let round = 0; round < 40; round++) {
      await writeFile(at('mutated.mp4'), mutated(whole, random, from));
      const found = await outcome(() => probeEpisode(at('mutated.mp4'), { tools: media }));
      seen.add(typeof found === 'string' ? found : 'read');
    }
    expect([...seen].every((one) => ['read', 'UnusableVideo'].includes(one))).toBe(true);
  }, 60_000);
});
