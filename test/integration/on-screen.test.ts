// What a learner does with a study pack: plays the lesson in a browser, skips in it, sends a short to a phone, and looks
// at the whole lesson on one sheet.
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../src/config.js';
import type { ProcessOutput } from '../../src/shared/json-output.js';
import { sharp } from '../../src/slides/draw/sharp.js';
import { type Manifest, manifestSchema } from '../../src/study/index.js';
import { execute, tools } from '../media/episodes.js';
import { makeHome, type TestHome } from '../service/home.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { langflix, langflixWell, processVideo } from './support/command.js';
import { type FileServer, HELD_AFTER, serveVideo } from './support/file-server.js';
import { boxesOf, containerOf, delayOf, difference, framesOf, soundOf } from './support/footage.js';
import { makePlay, PLAY, PLAY_RATE } from './support/short-play.js';

const FPS = PLAY_RATE.num / PLAY_RATE.den;
/** Where a picture of 16:9 stands in a short, and the space below it, as ffmpeg crops. */
const PICTURE = '1080:608:0:598';
const BELOW = { left: 0, top: 1210, width: 1080, height: 440 };

let folder: string;
let home: TestHome;
let config: Config;
let pack: string;
let made: ProcessOutput;
let manifest: Manifest;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'langflix-on-screen-'));
  home = await makeHome();
  config = home.config();
  pack = join(folder, 'pack');
  const play = await makePlay(folder);
  made = await processVideo(config, [
    ...[play.video, '--subtitles', play.subtitles, '--translation', play.translation],
    ...['--out', pack, '--max-expressions', '2', '--shorts'],
  ]);
  manifest = manifestSchema.parse(JSON.parse(await readFile(join(pack, 'manifest.json'), 'utf8')));
}, 240_000);

afterAll(async () => {
  await home?.remove();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

describe('shorts', () => {
  it('are named in the result, one an expression, and in the manifest', () => {
    expect(made.outputs.shorts).toEqual(made.outputs.clips.map((clip) => clip.replace('clips/', 'shorts/')));
    expect(made.outputs.shorts).toHaveLength(2);
    expect(manifest.options).toMatchObject({ shorts: true });
    expect(manifest.files.map(({ path }) => path)).toEqual(expect.arrayContaining(made.outputs.shorts));
  });

  it('are upright, as long as the scene to the frame, and sound like it', async () => {
    for (const [i, short] of made.outputs.shorts.entries()) {
      const clip = join(pack, made.outputs.clips[i]!);
      const [of, scene] = [await streamsOf(join(pack, short)), await streamsOf(clip)];
      expect(of).toMatchObject({ width: 1080, height: 1920, r_frame_rate: '24000/1001', codec_name: 'h264' });
      expect(of.nb_frames).toBe(scene.nb_frames);
      expect(Number(of.nb_frames) / FPS).toBeLessThanOrEqual(60);
      const delay = delayOf(await soundOf(join(pack, short), 1, 1.2), await soundOf(clip, 1, 1.2));
      expect(delay.alike).toBeGreaterThan(0.99);
      expect(Math.abs(delay.ms)).toBeLessThan(0.1);
    }
  });

  it('show the very frames of the scene, over a dim copy', async () => {
    const short = join(pack, made.outputs.shorts[0]!);
    const clip = join(pack, made.outputs.clips[0]!);
    const shown = await framesOf(short, 10, 30, { crop: PICTURE });
    const scene = await framesOf(clip, 10, 30);
    for (const at of [0, 29]) {
      const distances = scene.map((frame) => difference(shown[at]!, frame, 0, 0.6));
      expect(distances.indexOf(Math.min(...distances))).toBe(at);
    }
    const [around] = await framesOf(short, 10, 1, { crop: '1080:150:0:0' });
    const brightness = (picture: Buffer) => picture.reduce((sum, value) => sum + value, 0) / picture.length;
    expect(brightness(around!)).toBeLessThan(brightness(scene[0]!) * 0.6);
  });

  it('light the expression below the picture only while it is said', async () => {
    const { startMs } = made.expressions[0]!;
    const cue = PLAY.find(({ en }) => en === made.expressions[0]!.line)!;
    const litAt = (episodeMs: number) =>
      accentPixels(join(pack, made.outputs.shorts[0]!), (episodeMs - startMs) / 1000, BELOW);
    expect(await litAt((cue.startMs + cue.endMs) / 2)).toBeGreaterThan(2000);
    expect(await litAt(cue.startMs - 300)).toBe(0);
    expect(await litAt(cue.endMs + 300)).toBe(0);
  });
});

describe('the bar of a pause', () => {
  it('runs down while the pause lasts, and all else stands still', async () => {
    const pause = manifest.segments!.find(({ kind }) => kind === 'pause')!;
    const [start, length] = [pause.startMs / 1000, (pause.endMs - pause.startMs) / 1000];
    const foot = { left: 0, top: 310, width: 640, height: 50 };
    const at = (share: number) => accentPixels(join(pack, 'lesson.mp4'), start + share * length, foot);
    const [full, half, empty] = [await at(0.03), await at(0.5), await at(0.97)];
    expect(full).toBeGreaterThan(500);
    expect(half / full).toBeGreaterThan(0.42);
    expect(half / full).toBeLessThan(0.6);
    expect(empty / full).toBeLessThan(0.1);
    const above = '640:290:0:0';
    const frame = Math.round(start * FPS);
    const [first, later] = [
      ...(await framesOf(join(pack, 'lesson.mp4'), frame + 2, 1, { crop: above })),
      ...(await framesOf(join(pack, 'lesson.mp4'), frame + 30, 1, { crop: above })),
    ];
    expect(difference(first!, later!)).toBeLessThan(0.5);
  });
});

describe('langflix storyboard', () => {
  it('shows a picture of each piece, with its kind and time, by chapters', async () => {
    const out = join(folder, 'sheet.png');
    const ended = await langflixWell(config, ['storyboard', pack, '--out', out, '--json']);
    // Title and end; scene, line, pause, line with meaning and slide of each expression.
    expect(JSON.parse(ended.stdout)).toEqual({ file: out, pictures: 12 });
    expect(manifest.segments!.map(({ label, chapter }) => `${chapter}: ${label}`)).toEqual([
      'Introduction: Title',
      ...made.expressions.flatMap(({ headword }) =>
        ['Scene', 'Line', 'Pause', 'Line with meaning', 'Slide'].map((label) => `${headword}: ${label}`),
      ),
      'What you learned: End',
    ]);
    const { width, height } = await sharp(out).metadata();
    expect([width, height]).toEqual([5 * (288 + 16) + 16, expect.any(Number)]);
    // The slide in the sheet, in the last cell of the second row, is the slide of the pack.
    const slide = await small(join(pack, made.outputs.slides[0]!));
    const cells = await Promise.all(
      [0, 1, 2, 3, 4].map((column) =>
        small(out, { left: 16 + column * 304, top: secondRow(), width: 288, height: 162 }),
      ),
    );
    const distances = cells.map((cell) => meanDistance(cell, slide));
    expect(distances.indexOf(Math.min(...distances))).toBe(4);
    expect(distances[4]).toBeLessThan(6);
  });

  it('draws over its own sheet again, and over nobody else’s file', async () => {
    const out = join(folder, 'mine.png');
    await copyFile(join(pack, made.outputs.slides[0]!), out);
    const refused = await langflix(config, ['storyboard', pack, '--out', out]);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(out);
    expect(await readFile(out)).toEqual(await readFile(join(pack, made.outputs.slides[0]!)));
    const sheet = join(folder, 'again.png');
    for (let i = 0; i < 2; i++) {
      expect((await langflix(config, ['storyboard', pack, '--out', sheet])).exitCode).toBe(0);
    }
  });

  it('says clearly that a folder is no study pack, and puts nothing into one', async () => {
    await writeFile(join(folder, 'manifest.json'), '{}');
    for (const place of [folder, join(folder, 'nowhere')]) {
      const ended = await langflix(config, ['storyboard', place, '--out', join(folder, 'none.png')]);
      expect(ended.exitCode).toBe(2);
      expect(ended.stderr).toContain(`${place}: is no study pack`);
    }
    const within = await langflix(config, ['storyboard', pack, '--out', join(pack, 'sheet.png')]);
    expect(within.exitCode).toBe(2);
    expect(within.stderr).toContain('within the study pack');
  });
});

const chromium = chromiumPath();

describe.skipIf(chromium === undefined)('a browser (needs a Chromium: CHROMIUM_PATH or PATH)', () => {
  let browser: Browser;
  let page: Page;
  let server: FileServer;

  beforeAll(async () => {
    server = await serveVideo(join(pack, 'lesson.mp4'));
    browser = await launchBrowser(chromium!);
    page = await browser.newPage();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('knows the lesson’s length and chapters', async () => {
    expect(await boxesOf(join(pack, 'lesson.mp4'))).toEqual(['ftyp', 'moov', 'free', 'mdat']);
    const { chapters } = await containerOf(join(pack, 'lesson.mp4'));
    expect(chapters.map(({ tags }) => tags.title)).toEqual([
      'Introduction',
      ...made.expressions.map(({ headword }) => headword),
      'What you learned',
    ]);
    await page.goto(server.url);
    await page.waitForFunction('document.querySelector("video").readyState >= 1');
    expect(await page.evaluate('document.querySelector("video").duration')).toBeCloseTo(
      manifest.report.seconds,
      0,
    );
  });

  it('skips to a chapter at once, without what is before it', async () => {
    const { chapters } = await containerOf(join(pack, 'lesson.mp4'));
    const wanted = Number(chapters.at(-1)!.start_time) + 1;
    const at = await page.evaluate(`new Promise((resolve, reject) => {
      const video = document.querySelector('video');
      video.onerror = () => reject(new Error(video.error.message));
      video.onseeked = () => resolve(video.currentTime);
      video.currentTime = ${wanted};
    })`);
    expect(at).toBeCloseTo(wanted, 1);
    await page.waitForFunction('document.querySelector("video").readyState >= 2');
    // What comes from the file's beginning is kept back from here on: the index in front says where the place is, and
    // it is gone to. (A browser may have asked for the file's end before, while it looked for the index.)
    expect(Math.max(...server.requests.map(({ from }) => from))).toBeGreaterThan(HELD_AFTER);
    server.release();
  });

  it('plays it from start to end', async () => {
    const played = (await page.evaluate(`new Promise((resolve, reject) => {
      const video = document.querySelector('video');
      video.onerror = () => reject(new Error(video.error.message));
      video.onended = () => resolve({
        at: video.currentTime,
        parts: [...Array(video.played.length)].map((_, i) => [video.played.start(i), video.played.end(i)]),
        frames: video.getVideoPlaybackQuality().totalVideoFrames,
      });
      video.onseeked = () => { video.playbackRate = 8; video.play().catch(reject); };
      video.currentTime = 0;
    })`)) as { at: number; parts: [number, number][]; frames: number };
    const seconds = manifest.report.seconds;
    expect(played.at).toBeCloseTo(seconds, 0);
    const [whole] = played.parts;
    expect(whole![0]).toBeLessThan(0.1);
    expect(whole![1]).toBeGreaterThan(seconds - 0.5);
    expect(played.frames).toBeGreaterThan(0);
  }, 120_000);
});

interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where the pictures of the second row of the sheet begin: below title, two headings and one row of 16:9. */
function secondRow(): number {
  return 16 + 60 + 44 + 162 + 33 + 16 + 44;
}

async function streamsOf(path: string) {
  const { ffprobe } = await tools();
  const { stdout } = await execute(ffprobe, [
    ...['-v', 'error', '-of', 'json', '-select_streams', 'v:0', '-show_streams', '-i', path],
  ]);
  return JSON.parse(stdout).streams[0] as Record<string, string | number>;
}

/** How many pixels of a part of a video's picture have the colour in which expressions are lit. */
async function accentPixels(path: string, seconds: number, place: Place): Promise<number> {
  const { ffmpeg } = await tools();
  const output = join(folder, 'frame.png');
  await execute(ffmpeg, [
    ...['-v', 'error', '-nostdin', '-y', '-ss', String(seconds), '-i', path, '-frames:v', '1', output],
  ]);
  const data = await sharp(output).extract(place).removeAlpha().raw().toBuffer();
  let count = 0;
  for (let i = 0; i < data.length; i += 3) {
    const [red = 0, green = 0, blue = 0] = data.subarray(i, i + 3);
    if (red > 230 && green > 160 && green < 225 && blue > 50 && blue < 140) count += 1;
  }
  return count;
}

async function small(path: string, place?: Place): Promise<Buffer> {
  const picture = place === undefined ? sharp(path) : sharp(path).extract(place);
  const png = await picture.png().toBuffer();
  return sharp(png).resize({ width: 144, height: 81, fit: 'fill' }).removeAlpha().raw().toBuffer();
}

function meanDistance(a: Buffer, b: Buffer): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}
