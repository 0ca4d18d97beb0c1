import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute, make, render, segmentOf, testFolder, tools, WIDE_24, writeCaptions } from './episodes.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

/** Mean brightness of each frame. */
async function brightness(path: string, crop = 'null'): Promise<number[]> {
  const { ffprobe } = await tools();
  const filter = `movie=segment.mov,${crop},signalstats`;
  const args = [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    filter,
    '-show_entries',
    'frame_tags=lavfi.signalstats.YAVG',
    '-of',
    'csv=p=0',
  ];
  const { stdout } = await execute(ffprobe, args, { cwd: path });
  return stdout.trim().split('\n').map(Number);
}

/** Samples of the left channel, -1 to 1. */
async function leftSamples(path: string): Promise<Float64Array> {
  const { ffmpeg } = await tools();
  const args = ['-v', 'error', '-i', path, '-map', '0:a', '-af', 'pan=mono|c0=c0', '-f', 's16le', '-'];
  const { stdout } = await execute(ffmpeg, args, { encoding: 'buffer', maxBuffer: 64 << 20 });
  const data = new DataView(stdout.buffer, stdout.byteOffset, stdout.length);
  return Float64Array.from({ length: stdout.length / 2 }, (_, i) => data.getInt16(i * 2, true) / 32768);
}

async function place(name: string): Promise<string> {
  const path = join(folder.path, name);
  await mkdir(path);
  return path;
}

// Frame N is as bright as 16 + 8 x (N mod 25), so each frame can be told from its neighbours.
const STEPS = [
  '-f',
  'lavfi',
  '-i',
  'color=s=320x180:r=24:d=20,format=yuv420p,geq=lum=16+8*mod(N\\,25):cb=128:cr=128',
];
const level = (frame: number) => 16 + 8 * (frame % 25);
const TAGS = ['-colorspace', 'bt709', '-color_range', 'tv'];
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '4', '-bf', '2', '-g', '250', ...TAGS];

describe('a picture cut out of the episode', () => {
  it.each([
    ['mp4', H264],
    ['mkv', H264],
    ['ts', H264],
    ['avi', ['-c:v', 'mpeg4', '-q:v', '2', ...TAGS]],
  ])('begins at the very frame, from %s', async (extension, codec) => {
    const cwd = await place(`frames-${extension}`);
    const episode = await make(join(cwd, `episode.${extension}`), ...STEPS, ...codec);
    const startFrame = 271;
    const startUs = Math.round((startFrame * 1e6) / 24);
    const segment = segmentOf(30, WIDE_24, { picture: { type: 'episode', startUs } });
    await render(episode, segment, WIDE_24, join(cwd, 'segment.mov'), { cwd });
    const seen = await brightness(cwd);
    expect(seen.map((y) => Math.round((y - 16) / 8))).toEqual(
      Array.from({ length: 30 }, (_, i) => (level(startFrame + i) - 16) / 8),
    );
  });

  it('shows what is on screen at its start, though that came seconds before', async () => {
    const cwd = await place('variable');
    // A picture every 1.5 s only.
    const slow = [
      '-f',
      'lavfi',
      '-i',
      'color=s=320x180:r=2/3:d=12,format=yuv420p,geq=lum=16+20*N:cb=128:cr=128',
    ];
    const episode = await make(join(cwd, 'episode.mkv'), ...slow, ...H264);
    const segment = segmentOf(48, WIDE_24, { picture: { type: 'episode', startUs: 5_500_000 } });
    await render(episode, segment, WIDE_24, join(cwd, 'segment.mov'), { cwd });
    const seen = (await brightness(cwd)).map((y) => Math.round((y - 16) / 20));
    expect(seen).toEqual([...Array(12).fill(3), ...Array(36).fill(4)]);
  });

  it('is fitted with black bars and keeps its shape and colours', async () => {
    const cwd = await place('shape');
    const red = [
      '-f',
      'lavfi',
      '-i',
      'color=red:s=180x180:r=24:d=3,format=yuv444p,scale=out_color_matrix=bt601',
    ];
    const episode = await make(join(cwd, 'episode.mp4'), ...red, '-pix_fmt', 'yuv420p', '-c:v', 'libx264');
    await render(episode, segmentOf(12, WIDE_24), WIDE_24, join(cwd, 'segment.mov'), { cwd });
    const [bar, middle] = await Promise.all([
      brightness(cwd, 'crop=60:180:0:0'),
      brightness(cwd, 'crop=100:100:110:40'),
    ]);
    expect(bar[0]).toBeCloseTo(16, 0);
    // Red is 63 in BT.709 and 81 in BT.601: an unsaid SD matrix is taken for BT.601 and converted.
    expect(Math.abs((middle[0] ?? 0) - 63)).toBeLessThan(3);
  });

  it('in high dynamic range is brought to the standard one', async ({ skip }) => {
    if (!(await tools()).toneMapping) skip('this ffmpeg has no zscale');
    const cwd = await place('hdr');
    // 58 % of PQ's scale is 203 nits, the white of ITU-R BT.2408: dull grey unless it is mapped.
    const white = 'color=s=320x180:r=24:d=2,format=yuv420p10le,geq=lum=64+508:cb=512:cr=512';
    const tags = [
      '-color_primaries',
      'bt2020',
      '-color_trc',
      'smpte2084',
      '-colorspace',
      'bt2020nc',
      '-color_range',
      'tv',
    ];
    const episode = await make(
      join(cwd, 'episode.mkv'),
      '-f',
      'lavfi',
      '-i',
      white,
      '-c:v',
      'libx264',
      '-pix_fmt',
      'yuv420p10le',
      ...tags,
    );
    await render(episode, segmentOf(12, WIDE_24), WIDE_24, join(cwd, 'segment.mov'), { cwd });
    const unmapped = 16 + (508 / 876) * 219;
    expect((await brightness(cwd))[0]).toBeGreaterThan(unmapped + 20);
  });

  it('in fields is made of whole pictures, as many as planned', async () => {
    const cwd = await place('fields');
    const fields = [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=320x180:r=50:d=3,tinterlace=interleave_top,fieldorder=tff',
    ];
    const episode = await make(
      join(cwd, 'episode.ts'),
      ...fields,
      '-c:v',
      'mpeg2video',
      '-flags',
      '+ilme+ildct',
      '-q:v',
      '2',
      '-pix_fmt',
      'yuv420p',
    );
    const format = { ...WIDE_24, frameRate: { num: 25, den: 1 } };
    const segment = segmentOf(25, format, { picture: { type: 'episode', startUs: 1_000_000 } });
    await render(episode, segment, format, join(cwd, 'segment.mov'), { cwd });
    expect(await brightness(cwd)).toHaveLength(25);
  });

  it('has its captions burned in, also over a still and with a folder of fonts of any name', async () => {
    const cwd = await place('captions');
    const still = await make(
      join(cwd, 'still.png'),
      '-f',
      'lavfi',
      '-i',
      'color=black:s=320x180',
      '-frames:v',
      '1',
      '-update',
      '1',
    );
    const assFile = await writeCaptions(cwd, 'MMMMMMMMM');
    const fontsDir = join(cwd, "fonts: [a], 'b'; c\\d");
    await mkdir(fontsDir);
    const segment = segmentOf(24, WIDE_24, { picture: { type: 'still', still: 'x' } });
    const episode = await make(
      join(cwd, 'episode.mp4'),
      '-f',
      'lavfi',
      '-i',
      'color=s=320x180:d=2:r=24',
      '-pix_fmt',
      'yuv420p',
    );
    await render(episode, segment, WIDE_24, join(cwd, 'segment.mov'), {
      cwd,
      assFile,
      fontsDir,
      stillPath: still,
    });
    expect((await brightness(cwd, 'crop=320:60:0:120'))[20]).toBeGreaterThan(20);
    expect((await brightness(cwd, 'crop=320:60:0:0'))[20]).toBeCloseTo(16, 0);
  });
});

describe('sound cut out of the episode', () => {
  // A tone begins at 10 s, in all channels or in the centre only.
  const tone = (channels: string) => ['-f', 'lavfi', '-i', `aevalsrc='${channels}':s=48000:d=14`];
  const at10 = '0.5*sin(2*PI*1000*t)*gte(t,10)';
  const picture = ['-f', 'lavfi', '-i', 'color=s=64x64:r=24:d=14'];

  it.each([
    // Matroska counts in milliseconds, which are 48 samples.
    ['mkv', 'pcm_s16le', 48],
    ['mp4', 'aac', 48],
    ['mkv', 'libopus', 480],
    // An MPEG-TS begins with the encoder's run-in of 1024 samples; its picture is late by as much.
    ['ts', 'aac', 1024],
  ])('begins at the very moment, from %s with %s', async (extension, codec, tolerance) => {
    const cwd = await place(`sound-${extension}-${codec}`);
    const episode = await make(
      join(cwd, `episode.${extension}`),
      ...picture,
      ...tone(`${at10}|${at10}`),
      '-c:a',
      codec,
      '-pix_fmt',
      'yuv420p',
    );
    const sound = {
      type: 'episode',
      startUs: 9_500_000,
      delaySamples: 33_600,
      samples: 48_000,
      gainDb: 0,
    } as const;
    await render(episode, segmentOf(60, WIDE_24, { sound }), WIDE_24, join(cwd, 'segment.mov'), { cwd });
    const samples = await leftSamples(join(cwd, 'segment.mov'));
    expect(samples).toHaveLength(120_000);
    const first = samples.findIndex((v) => Math.abs(v) > 0.2);
    expect(Math.abs(first - (33_600 + 24_000))).toBeLessThanOrEqual(tolerance + 10);
    const last = samples.findLastIndex((v) => Math.abs(v) > 0.01);
    expect(last).toBeLessThan(33_600 + 48_000);
    expect(last).toBeGreaterThan(33_600 + 48_000 - 400);
    // It fades at its edges: no step that clicks.
    expect(Math.abs((samples[last] ?? 0) - (samples[last + 1] ?? 0))).toBeLessThan(0.05);
  });

  it('keeps the dialogue of 5.1 in front', async () => {
    const cwd = await place('surround');
    const centre = tone(`0|0|${at10}|0|0|0`);
    const episode = await make(
      join(cwd, 'episode.mkv'),
      ...picture,
      ...centre,
      '-c:a',
      'pcm_s16le',
      '-pix_fmt',
      'yuv420p',
    );
    const sound = {
      type: 'episode',
      startUs: 11_000_000,
      delaySamples: 0,
      samples: 48_000,
      gainDb: 0,
    } as const;
    await render(episode, segmentOf(24, WIDE_24, { sound }), WIDE_24, join(cwd, 'segment.mov'), { cwd });
    const peak = Math.max(...(await leftSamples(join(cwd, 'segment.mov'))).slice(10_000, 30_000));
    expect(20 * Math.log10(peak / 0.5)).toBeGreaterThan(-4);
  });
});
