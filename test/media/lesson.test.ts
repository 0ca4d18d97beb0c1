import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LessonFormat, Segment } from '../../src/lesson/plan-types.js';
import {
  assertJoinable,
  chapterMetadata,
  clipCommand,
  concatList,
  countDecoded,
  encoderProfiles,
  lessonCommand,
  runFfmpeg,
  verifySegment,
} from '../../src/media/index.js';
import {
  execute,
  make,
  makeEpisode,
  render,
  segmentOf,
  testFolder,
  tools,
  writeCaptions,
} from './episodes.js';

const fonts = resolve('node_modules/@expo-google-fonts/noto-sans/400Regular');
let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

describe.each([
  {
    name: 'film',
    rate: '24000/1001',
    format: { width: 640, height: 360, frameRate: { num: 24000, den: 1001 } },
  },
  {
    name: 'NTSC',
    rate: '30000/1001',
    format: { width: 320, height: 240, frameRate: { num: 30000, den: 1001 } },
  },
])('a lesson at the rate of $name', ({ name, rate, format: size }) => {
  const format: LessonFormat = { ...size, sampleRate: 48000 };
  const at = (file: string) => join(folder.path, `${name}-${file}`);
  const planned: { segment: Segment; path: string }[] = [];

  beforeAll(async () => {
    const episode = await makeEpisode(at('episode.mp4'), { rate, seconds: 12 });
    const still = await make(
      at("100%03d's still.png"),
      '-f',
      'lavfi',
      '-i',
      'color=c=orange:s=400x300',
      '-frames:v',
      '1',
      '-update',
      '1',
    );
    const captions = await writeCaptions(folder.path, 'I gave it a shot');
    const sound = {
      type: 'episode',
      startUs: 3_000_000,
      delaySamples: 33_600,
      samples: 60_000,
      gainDb: 0,
    } as const;
    const segments = [
      segmentOf(95, format, {
        picture: { type: 'episode', startUs: 2_345_678 },
        sound: { ...sound, delaySamples: 0, samples: 190_190 },
      }),
      segmentOf(50, format, { kind: 'pause', picture: { type: 'still', still: 'x' } }),
      segmentOf(60, format, { kind: 'slide', picture: { type: 'still', still: 'x' }, sound }),
      segmentOf(45, format, {
        kind: 'focus',
        picture: { type: 'episode', startUs: 0 },
        sound: { ...sound, startUs: 0 },
      }),
      segmentOf(40, format, {
        kind: 'focus',
        picture: { type: 'episode', startUs: 11_500_000 },
        sound: { ...sound, startUs: 11_600_000, delaySamples: 0 },
      }),
    ];
    for (const [i, segment] of segments.entries()) {
      const path = await render(episode, segment, format, at(`segment ${i}'s.mov`), {
        cwd: folder.path,
        ...(segment.picture.type === 'still' ? { stillPath: still } : { assFile: captions, fontsDir: fonts }),
      });
      planned.push({ segment, path });
    }
  });

  it('has segments of exactly the planned frames and samples, also where the episode ends early', async () => {
    for (const { segment, path } of planned) {
      expect(await countDecoded(path, { tools: await tools() })).toEqual({
        frames: segment.frames,
        samples: segment.samples,
      });
    }
    const wrong = { frames: 96, samples: planned[0]?.segment.samples ?? 0 };
    const checked = verifySegment(planned[0]?.path ?? '', wrong);
    await expect(checked).rejects.toMatchObject({
      kind: 'RenderFailed',
      message: expect.stringContaining('95 frames'),
    });
  });

  it('joins to them what comes from pictures whose chroma lies elsewhere', async () => {
    // As in JPEG, and in what many phones record.
    const centred = await make(
      at('centred.mp4'),
      ...['-f', 'lavfi', '-i', `testsrc2=s=320x180:r=30000/1001:d=4`, '-pix_fmt', 'yuv420p'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-x264-params', 'chromaloc=1'],
    );
    const path = await render(centred, segmentOf(30, format), format, at('centred.mov'), {
      cwd: folder.path,
    });
    await assertJoinable([planned[0]?.path ?? '', path]);
  });

  it('joins them, repeats too, to the frame and within one AAC frame of sound', async () => {
    const entries = [...planned, ...planned, ...planned, ...planned];
    const total = entries.reduce((sum, { segment }) => sum + segment.frames, 0);
    const samples = entries.reduce((sum, { segment }) => sum + segment.samples, 0);
    await assertJoinable(planned.map(({ path }) => path));
    await writeFile(
      at('list.ffconcat'),
      concatList(
        entries.map(({ path, segment }) => ({ path, frames: segment.frames })),
        format,
      ),
    );
    const chapters = [
      { title: 'give it a shot; #1 = 50\\50', startFrame: 0 },
      { title: 'pick ... up\nnow', startFrame: 250 },
    ];
    await writeFile(
      at('chapters.txt'),
      chapterMetadata(chapters, { format, totalFrames: total, title: "Zoe's = day" }),
    );
    const command = lessonCommand({
      listFile: at('list.ffconcat'),
      metadataFile: at('chapters.txt'),
      output: at('lesson.mp4'),
      profile: encoderProfiles.standard,
    });
    const warnings: string[] = [];
    await runFfmpeg(command, {
      tools: await tools(),
      cwd: folder.path,
      pidFolder: at('processes'),
      onLog: ({ stderrTail }) => warnings.push(...stderrTail),
    });
    expect(warnings).toEqual([]);
    const counted = await countDecoded(command.output, { tools: await tools() });
    expect(counted.frames).toBe(total);
    expect(Math.abs(counted.samples - samples)).toBeLessThanOrEqual(1024);

    const { ffprobe } = await tools();
    const { stdout } = await execute(ffprobe, [
      '-v',
      'error',
      '-of',
      'json',
      '-show_chapters',
      '-show_format',
      command.output,
    ]);
    const read = JSON.parse(stdout);
    expect(read.format.tags.title).toBe("Zoe's = day");
    expect(read.chapters.map((c: { tags: { title: string } }) => c.tags.title)).toEqual([
      'give it a shot; #1 = 50\\50',
      'pick ... up now',
    ]);
    const { num, den } = format.frameRate;
    expect(Number(read.chapters[1].start_time)).toBeCloseTo((250 * den) / num, 2);
  });

  it('cuts a clip from a segment without encoding the picture again', async () => {
    const [scene] = planned;
    const command = clipCommand({
      segmentFile: scene?.path ?? '',
      output: at('clip.mp4'),
      profile: encoderProfiles.standard,
    });
    await runFfmpeg(command, { tools: await tools(), cwd: folder.path, pidFolder: at('processes') });
    const counted = await countDecoded(command.output, { tools: await tools() });
    expect(counted.frames).toBe(scene?.segment.frames);
    expect(Math.abs(counted.samples - (scene?.segment.samples ?? 0))).toBeLessThanOrEqual(1024);
    // The index stands before the pictures, so that a browser can begin to play.
    const bytes = await readFile(command.output);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
  });

  it('refuses to join what was encoded differently', async () => {
    const other = await make(
      at('other.mov'),
      '-i',
      planned[0]?.path ?? '',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-c:a',
      'copy',
    );
    const joined = assertJoinable([planned[0]?.path ?? '', other]);
    await expect(joined).rejects.toMatchObject({
      kind: 'RenderFailed',
      message: expect.stringContaining('other.mov'),
    });
  });
});
