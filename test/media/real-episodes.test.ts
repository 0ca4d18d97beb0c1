import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lessonFormat } from '../../src/lesson/lesson-format.js';
import { probeEpisode, verifySegment } from '../../src/media/index.js';
import { render, segmentOf, testFolder, tools, writeCaptions } from './episodes.js';

const media = resolve('../shared/media');
const fonts = resolve('node_modules/@expo-google-fonts/noto-sans/400Regular');
let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

describe.skipIf(!existsSync(media))('files from the world (skipped: no ../shared/media here)', () => {
  it.each([
    [
      'films/sintel/trailer.mp4',
      { container: 'mov', durationMs: 52_166 },
      { width: 480, height: 204, frameRate: { num: 24, den: 1 }, isVariableRate: false },
    ],
    [
      'films/nasa/webb-2video-2audio-2subs.mp4',
      { container: 'mov', durationMs: 13_000 },
      { index: 0, width: 320, height: 180 },
    ],
    [
      'films/tears-of-steel/battle-no-subs.webm',
      { container: 'matroska' },
      { width: 800, height: 332, frameRate: { num: 24, den: 1 } },
    ],
    ['odd/rotate-buck-bunny.mp4', {}, { width: 1080, height: 1920, rotation: 90 }],
    ['odd/sar_2x1.mp4', {}, { width: 1280, height: 360 }],
    ['odd/cursed-vfr.mp4', {}, { isVariableRate: true }],
    ['odd/edts.mp4', { durationMs: 9000 }, { width: 854, height: 480, isVariableRate: false }],
    [
      'odd/no-initial-keyframe.ts',
      { container: 'mpegts' },
      { width: 626, height: 352, frameRate: { num: 30000, den: 1001 }, isVariableRate: false },
    ],
    ['odd/truncated-sintel.webm', { durationMs: 27_249 }, { width: 640, height: 272 }],
    ['odd/video-h265.mp4', {}, { codec: 'hevc', frameRate: { num: 30, den: 1 } }],
  ])('%s is read and gives a segment as planned', async (file, whole, video) => {
    const path = join(media, file);
    const probe = await probeEpisode(path, { tools: await tools() });
    expect(probe).toMatchObject({ ...whole, video });
    const own = lessonFormat(probe);
    const shrink = Math.min(1, 320 / own.width, 320 / own.height);
    const format = {
      ...own,
      width: Math.round((own.width * shrink) / 2) * 2,
      height: Math.round((own.height * shrink) / 2) * 2,
    };
    const startUs = Math.min(1_000_000, (probe.durationMs * 1000) / 2);
    const sound = { type: 'episode', startUs, delaySamples: 4000, samples: 20_000, gainDb: 0 } as const;
    const segment = segmentOf(30, format, { picture: { type: 'episode', startUs }, sound });
    const keep = process.env.LANGFLIX_TEST_KEEP;
    const output = join(keep ?? folder.path, `${file.replaceAll(/\W/g, '-')}.mov`);
    const assFile = await writeCaptions(folder.path, 'A line to read');
    await render(path, segment, format, output, { cwd: folder.path, assFile, fontsDir: fonts });
    await verifySegment(output, segment);
  });

  it('fails by name where nothing can be decoded', async () => {
    const path = join(media, 'odd/annex-b.mp4');
    const format = { width: 320, height: 180, frameRate: { num: 24, den: 1 }, sampleRate: 48000 } as const;
    const output = join(folder.path, 'annex-b.mov');
    const segment = segmentOf(24, format, { picture: { type: 'episode', startUs: 10_000_000 } });
    const rendered = render(path, segment, format, output, { cwd: folder.path }).then(async () =>
      verifySegment(output, segment),
    );
    await expect(rendered).rejects.toMatchObject({ kind: 'RenderFailed' });
  });

  it('makes the same bytes twice', async () => {
    const path = join(media, 'films/sintel/trailer.mp4');
    const format = lessonFormat(await probeEpisode(path, { tools: await tools() }));
    const sound = {
      type: 'episode',
      startUs: 20_000_000,
      delaySamples: 0,
      samples: 144_000,
      gainDb: 0,
    } as const;
    const segment = segmentOf(72, format, { picture: { type: 'episode', startUs: 20_000_000 }, sound });
    const hashes = [];
    for (const name of ['one.mov', 'two.mov']) {
      const output = await render(path, segment, format, join(folder.path, name), { cwd: folder.path });
      hashes.push(
        createHash('sha256')
          .update(await readFile(output))
          .digest('hex'),
      );
    }
    expect(hashes[0]).toBe(hashes[1]);
  });
});
