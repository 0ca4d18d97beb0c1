import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { integratedLoudness } from '../../src/lesson/loudness.js';
import { hearStretch, LEVEL_STEP_MS, probeEpisode } from '../../src/media/index.js';
import { execute, make, render, segmentOf, testFolder, tools, WIDE_24 } from './episodes.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

/** Loudness and true peak of a file's sound, as ffmpeg measures them. */
async function measured(path: string): Promise<{ lufs: number; peak: number }> {
  const { ffmpeg } = await tools();
  const filter = 'ebur128=peak=true:framelog=verbose';
  const { stderr } = await execute(ffmpeg, [
    '-nostats',
    '-i',
    path,
    '-map',
    '0:a',
    '-af',
    filter,
    '-f',
    'null',
    '-',
  ]);
  const of = (pattern: RegExp) => Number(pattern.exec(stderr)?.[1]);
  return { lufs: of(/I:\s+(-?[\d.]+) LUFS\s+Threshold/), peak: of(/Peak:\s+(-?[\d.]+) dBFS/) };
}

const hear = async (path: string, startMs: number, lengthMs: number) => {
  const found = await tools();
  return hearStretch({
    path,
    probe: await probeEpisode(path, { tools: found }),
    startMs,
    lengthMs,
    tools: found,
  });
};

const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=24:d=20'];
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

describe('hearStretch', () => {
  it('measures as ffmpeg does, to a tenth', async () => {
    const noise = [
      '-f',
      'lavfi',
      '-i',
      "anoisesrc=d=20:c=pink:a=0.3:seed=7,volume='0.05+0.9*lt(mod(t,5),2)':eval=frame",
    ];
    const path = await make(
      join(folder.path, 'noise.mkv'),
      ...picture,
      ...noise,
      ...H264,
      '-c:a',
      'pcm_s16le',
      '-ac',
      '2',
    );
    const levels = await hear(path, 0, 20_000);
    expect(levels).toHaveLength(2000);
    expect(integratedLoudness(levels, LEVEL_STEP_MS)).toBeCloseTo((await measured(path)).lufs, 0.9);
  });

  it('hears from a place in the middle what is there, and silence beyond the end', async () => {
    // Loud from 9 to 10 s only.
    const burst = ['-f', 'lavfi', '-i', "aevalsrc='0.5*sin(2*PI*1000*t)*between(t,9,10)':s=48000:d=20"];
    const path = await make(
      join(folder.path, 'burst.mp4'),
      ...picture,
      ...burst,
      ...H264,
      '-c:a',
      'aac',
      '-ac',
      '2',
    );
    const levels = await hear(path, 8500, 3000);
    const loud = levels.flatMap((level, i) => (level > -20 ? [8500 + i * LEVEL_STEP_MS] : []));
    expect(loud[0]).toBeGreaterThanOrEqual(8980);
    expect(loud[0]).toBeLessThanOrEqual(9020);
    expect(loud.at(-1)).toBeGreaterThanOrEqual(9970);
    expect(loud.at(-1)).toBeLessThanOrEqual(10_020);
    expect((await hear(path, 25_000, 1000)).every((level) => level <= -100)).toBe(true);
  });
});

it('makes a soft line loud, with no peak above what a lesson may have', async () => {
  // Loud consonants over soft vowels: what a limiter is for.
  const words = "aevalsrc='0.03*sin(2*PI*300*t)+0.5*sin(2*PI*2500*t)*lt(mod(t,0.7),0.004)':s=48000:d=20";
  const path = await make(
    join(folder.path, 'soft.mkv'),
    ...picture,
    '-f',
    'lavfi',
    '-i',
    words,
    ...H264,
    '-c:a',
    'pcm_s16le',
    '-ac',
    '2',
  );
  const sound = {
    type: 'episode',
    startUs: 5_000_000,
    delaySamples: 0,
    samples: 240_000,
    gainDb: 14,
  } as const;
  const output = join(folder.path, 'soft.mov');
  await render(path, segmentOf(120, WIDE_24, { sound }), WIDE_24, output, { cwd: folder.path });
  const { lufs, peak } = await measured(output);
  expect(peak).toBeLessThanOrEqual(-2.5);
  expect(lufs - (await measured(path)).lufs).toBeGreaterThan(8);
});
