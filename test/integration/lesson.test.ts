import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProcessOutput } from '../../src/shared/json-output.js';
import { expressionsFileSchema, manifestSchema } from '../../src/study/index.js';
import { tools } from '../media/episodes.js';
import { makeHome, type TestHome } from '../service/home.js';
import { processVideo } from './support/command.js';
import {
  boxesOf,
  containerOf,
  delayOf,
  difference,
  frameChecksums,
  frameLengths,
  framesOf,
  loudness,
  pictureOf,
  soundOf,
} from './support/footage.js';
import { type EpisodeFiles, makePlay, PLAY, PLAY_RATE } from './support/short-play.js';

const FPS = PLAY_RATE.num / PLAY_RATE.den;
const SAMPLES_PER_FRAME = 2002;
const AAC_PACKET = 1024;

describe('a lesson from a short play', () => {
  let folder: string;
  let home: TestHome;
  let otherHome: TestHome;
  let play: EpisodeFiles;
  let before: Record<string, string>;
  let pack: string;
  let first: ProcessOutput;
  let firstSegments: { frames: number; samples: number }[];
  let firstEncodes: string[];
  let chapters: { title: string; start: number; end: number }[];
  let encodes: () => Promise<string[]>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'langflix-lesson-'));
    [home, otherHome] = await Promise.all([makeHome(), makeHome()]);
    play = await makePlay(folder);
    before = await stateOf(Object.values(play));
    const counted = await countedFfmpeg(folder);
    encodes = counted.encodes;
    pack = join(folder, 'packs', 'two');
    const config = home.config({ LANGFLIX_FFMPEG: counted.path });
    first = await processVideo(config, request(play, pack, 2));
    firstSegments = await cachedSegments(home);
    firstEncodes = await encodes();
    chapters = await chaptersOf(join(pack, 'lesson.mp4'));
  }, 180_000);

  afterAll(async () => {
    await Promise.all([home?.remove(), otherHome?.remove()]);
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it('is a study pack with the promised files, and nothing is left beside it', async () => {
    const slugs = first.expressions.map(({ headword }, i) => `0${i + 1}-${slug(headword)}`);
    expect(first.expressions).toHaveLength(2);
    expect(await filesIn(pack)).toEqual(
      [
        ...slugs.map((name) => `clips/${name}.mp4`),
        'expressions.json',
        'lesson.mp4',
        'manifest.json',
        ...slugs.map((name) => `slides/${name}.png`),
      ].sort(),
    );
    expect(first.outputDir).toBe(pack);
    expect(first.outputs).toEqual({
      lesson: 'lesson.mp4',
      clips: slugs.map((name) => `clips/${name}.mp4`),
      shorts: [],
      slides: slugs.map((name) => `slides/${name}.png`),
      manifest: 'manifest.json',
    });
    expect(await readdir(join(folder, 'packs'))).toContain('two');
    expect((await readdir(join(folder, 'packs'))).filter((name) => !/^(two|three)$/.test(name))).toEqual([]);
    const left = await readdir(join(home.root, 'work'));
    expect(left.filter((name) => !name.startsWith('.'))).toEqual([]);
  });

  it('has a manifest that names every file with its true size and checksum', async () => {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(pack, 'manifest.json'), 'utf8')));
    const real = await Promise.all(
      (await filesIn(pack))
        .filter((path) => path !== 'manifest.json')
        .map(async (path) => {
          const content = await readFile(join(pack, path));
          return { path, bytes: content.length, sha256: sha256(content) };
        }),
    );
    expect(manifest.files).toEqual(real);
    expect(manifest).toMatchObject({
      workflowId: first.workflowId,
      runId: first.runId,
      episode: { name: 'play.mp4', bytes: (await stat(play.video)).size },
      options: { level: 'B1', maxExpressions: 2 },
    });
    expect(manifest.report).toEqual(first.report);
  });

  it('says nothing of the folders of whoever made it', async () => {
    for (const file of ['manifest.json', 'expressions.json', 'lesson.mp4']) {
      expect((await readFile(join(pack, file))).includes(folder)).toBe(false);
    }
  });

  it('teaches what is said, with the line, its translation and its own files', async () => {
    const text = await readFile(join(pack, 'expressions.json'), 'utf8');
    const { expressions } = expressionsFileSchema.parse(JSON.parse(text));
    const spoken = new Map(PLAY.map((cue) => [cue.en, cue]));
    for (const [
      i,
      { headword, meaning, line, lineTranslation, lit, clip, slide, ...rest },
    ] of expressions.entries()) {
      const cue = spoken.get(line);
      expect(cue, headword).toBeDefined();
      expect(lineTranslation).toBe(cue?.ko);
      expect(meaning.length).toBeGreaterThan(5);
      expect(rest.translation).toMatch(/[가-힣]/);
      expect(lit.map(({ start, end }) => line.slice(start, end)).join(' ... ')).toBe(rest.text);
      expect(rest.startMs).toBeLessThan(cue?.startMs ?? 0);
      expect(rest.endMs).toBeGreaterThan(cue?.endMs ?? 0);
      expect({ clip, slide }).toEqual({ clip: first.outputs.clips[i], slide: first.outputs.slides[i] });
    }
  });

  it('has a chapter for each expression, each from one whole frame to another', async () => {
    expect(chapters.map(({ title }) => title)).toEqual([
      'Introduction',
      ...first.expressions.map(({ headword }) => headword),
      'What you learned',
    ]);
    let end = 0;
    for (const chapter of chapters) {
      expect(chapter.start).toBeCloseTo(end, 6);
      // In milliseconds, as the file keeps them: half of one is a fiftieth of a frame.
      expect(Math.abs(chapter.start * FPS - Math.round(chapter.start * FPS))).toBeLessThan(0.03);
      end = chapter.end;
    }
  });

  it('holds every planned frame and sample, at one frame rate, ready for streaming', async () => {
    const lesson = join(pack, 'lesson.mp4');
    const frames = sum(firstSegments.map((segment) => segment.frames));
    const samples = sum(firstSegments.map((segment) => segment.samples));
    expect(samples).toBe(frames * SAMPLES_PER_FRAME);
    const decoded = await frameChecksums(lesson);
    expect(decoded).toHaveLength(frames);
    const sound = await soundOf(lesson, 0, samples / 48_000 + 1);
    expect(sound.length - samples).toBeGreaterThanOrEqual(0);
    expect(sound.length - samples).toBeLessThan(AAC_PACKET);
    expect(Math.abs(first.report.seconds - frames / FPS)).toBeLessThan(1);
    expect(Math.round(chapters.at(-1)!.end * FPS)).toBe(frames);

    const { streams } = await containerOf(lesson);
    // The third is the table of chapters, as MP4 keeps it.
    expect(streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac', 'bin_data']);
    expect(streams[0]).toMatchObject({ r_frame_rate: '24000/1001', avg_frame_rate: '24000/1001' });
    expect(await frameLengths(lesson)).toHaveLength(1);
    const boxes = await boxesOf(lesson);
    expect(boxes.indexOf('moov')).toBeGreaterThan(0);
    expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'));
  });

  it('shows each scene as it is in the episode, to the frame, with both subtitle lines burned in', async () => {
    for (const expression of first.expressions) {
      const chapter = chapterOf(expression.headword);
      const sourceFrame = Math.round((expression.startMs / 1000) * FPS);
      const lessonFrame = Math.round(chapter.start * FPS);
      // The very first frames, and the middle of the expression's own line.
      const cue = PLAY.find(({ en }) => en === expression.line)!;
      const intoLine = Math.round((((cue.startMs + cue.endMs) / 2 - expression.startMs) / 1000) * FPS);
      for (const offset of [0, intoLine]) {
        const shown = await framesOf(join(pack, 'lesson.mp4'), lessonFrame + offset, 1);
        const around = await framesOf(play.video, sourceFrame + offset - 2, 5);
        const distances = around.map((frame) => difference(frame, shown[0]!, 0, 0.5));
        expect(distances.indexOf(Math.min(...distances)), `${expression.headword} ${offset}`).toBe(2);
        expect(distances[2]).toBeLessThan(3);
        if (offset === 0) continue;
        expect(difference(around[2]!, shown[0]!, 0.75, 0.87)).toBeGreaterThan(6);
        expect(difference(around[2]!, shown[0]!, 0.87, 1)).toBeGreaterThan(6);
      }
    }
  });

  it('lets each scene be heard in time with its picture', async () => {
    for (const { headword, startMs } of first.expressions) {
      const sourceS = Math.round((startMs / 1000) * FPS) / FPS;
      const heard = await soundOf(join(pack, 'lesson.mp4'), chapterOf(headword).start + 1, 1.2);
      const { ms, alike } = delayOf(heard, await soundOf(play.video, sourceS + 1, 1.2));
      expect(alike, headword).toBeGreaterThan(0.8);
      expect(Math.abs(ms), headword).toBeLessThan(2);
    }
  });

  it('says the line three times, with a silent pause as long as the line to repeat it in', async () => {
    for (const { headword, line, startMs, endMs } of first.expressions) {
      const cue = PLAY.find(({ en }) => en === line)!;
      const lineS = (cue.endMs - cue.startMs) / 1000;
      // Scene, line (a quarter second more on both sides), pause, line with meaning, slide.
      const pauseAt = chapterOf(headword).start + (endMs - startMs) / 1000 + lineS + 0.5;
      const level = async (from: number, to: number) =>
        loudness(await soundOf(join(pack, 'lesson.mp4'), from, to - from));
      expect(await level(pauseAt - lineS, pauseAt - 0.2), `${headword}: line`).toBeGreaterThan(0.02);
      expect(await level(pauseAt + 0.3, pauseAt + lineS - 0.1), `${headword}: pause`).toBeLessThan(0.0005);
      const again = pauseAt + lineS;
      expect(await level(again + 0.3, again + lineS), `${headword}: line again`).toBeGreaterThan(0.02);
      // On the slide it comes after 0.7 s, once the eye has been there.
      const slideAt = again + lineS + 0.5;
      expect(await level(slideAt + 0.2, slideAt + 0.6), `${headword}: slide`).toBeLessThan(0.0005);
      expect(await level(slideAt + 1, slideAt + lineS), `${headword}: slide`).toBeGreaterThan(0.02);
    }
  });

  it('ends each expression with the slide that is in the pack', async () => {
    for (const [i, { headword }] of first.expressions.entries()) {
      const lastFrame = Math.round(chapterOf(headword).end * FPS) - 1;
      const shown = await framesOf(join(pack, 'lesson.mp4'), lastFrame - 24, 25);
      const slides = await Promise.all(first.outputs.slides.map((file) => pictureOf(join(pack, file))));
      const distances = slides.map((slide) => difference(slide, shown[24]!));
      expect(distances.indexOf(Math.min(...distances))).toBe(i);
      expect(distances[i]).toBeLessThan(2);
      expect(difference(shown[0]!, shown[24]!)).toBeLessThan(1);
    }
  });

  it('gives each scene as a clip: the same pictures, its own length', async () => {
    const lesson = await frameChecksums(join(pack, 'lesson.mp4'));
    for (const [i, { headword, startMs, endMs }] of first.expressions.entries()) {
      const path = join(pack, first.outputs.clips[i]!);
      const clip = await frameChecksums(path);
      const start = Math.round(chapterOf(headword).start * FPS);
      expect(clip.length).toBe(Math.round(((endMs - startMs) / 1000) * FPS));
      expect(clip).toEqual(lesson.slice(start, start + clip.length));
      const boxes = await boxesOf(path);
      expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'));
    }
  });

  it('encodes only what is new for a lesson with one expression more', async () => {
    const counted = join(folder, 'ffmpeg');
    const config = home.config({ LANGFLIX_FFMPEG: counted });
    const second = await processVideo(config, request(play, join(folder, 'packs', 'three'), 3));
    expect(second.expressions).toHaveLength(3);
    expect(firstEncodes.filter((args) => args.endsWith('segment.mov'))).toHaveLength(firstSegments.length);
    const more = (await encodes()).slice(firstEncodes.length);
    // Title and end name all expressions; the new one has a scene, its line twice, a pause and a slide.
    expect(more.filter((args) => args.endsWith('segment.mov'))).toHaveLength(2 + 5);
    // All the rest is joining, which copies pictures.
    const joins = more.filter((args) => !args.endsWith('segment.mov'));
    expect(joins.length).toBeLessThanOrEqual(1 + 3);
    for (const args of joins) expect(args).toContain('-c:v copy');
    for (const [i, { headword }] of first.expressions.entries()) {
      const now = second.expressions.findIndex((expression) => expression.headword === headword);
      expect(await checksumOf(join(folder, 'packs', 'three', second.outputs.clips[now]!))).toBe(
        await checksumOf(join(pack, first.outputs.clips[i]!)),
      );
    }
  }, 120_000);

  it('has the same bytes when another home makes it', async () => {
    const again = join(folder, 'packs', 'two-again');
    try {
      await processVideo(otherHome.config(), request(play, again, 2));
      const made = (await filesIn(pack)).filter((path) => path !== 'manifest.json');
      for (const path of made) {
        expect(await checksumOf(join(again, path)), path).toBe(await checksumOf(join(pack, path)));
      }
    } finally {
      await rm(again, { recursive: true, force: true });
    }
  }, 120_000);

  it('leaves the episode as it was', async () => {
    expect(await stateOf(Object.values(play))).toEqual(before);
    expect((await readdir(folder)).sort()).toEqual([
      'ffmpeg',
      'ffmpeg.log',
      'packs',
      'play.en.srt',
      'play.ko.srt',
      'play.mp4',
    ]);
  });

  function chapterOf(headword: string) {
    const chapter = chapters.find(({ title }) => title === headword);
    if (chapter === undefined) throw new Error(`no chapter ${headword}`);
    return chapter;
  }
});

const SINTEL = fileURLToPath(new URL('../../../shared/media/films/sintel/', import.meta.url));

describe.skipIf(!existsSync(join(SINTEL, 'trailer.mp4')))('a lesson from the trailer of Sintel', () => {
  let home: TestHome;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'langflix-sintel-'));
    home = await makeHome();
  });
  afterAll(async () => {
    await home?.remove();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it('teaches "as long as I can remember" with its Spanish line, and the sound is there', async () => {
    const pack = join(folder, 'sintel');
    const made = await processVideo(home.config(), [
      join(SINTEL, 'trailer.mp4'),
      ...['--subtitles', join(SINTEL, 'trailer.en.vtt'), '--translation', join(SINTEL, 'trailer.es.vtt')],
      ...['--out', pack, '--max-expressions', '2'],
    ]);
    const found = made.expressions.find(({ headword }) => /as long as .* can remember/i.test(headword));
    expect(found).toBeDefined();
    expect(found?.text.toLowerCase()).toBe('as long as i can remember');
    expect(found?.lineTranslation).toMatch(/sola/);
    const position = made.expressions.indexOf(found!);
    const clip = join(pack, made.outputs.clips[position]!);
    expect(loudness(await soundOf(clip, 0, 60))).toBeGreaterThan(0.005);
    const frames = await frameChecksums(clip);
    expect(frames.length / 24).toBeCloseTo((found!.endMs - found!.startMs) / 1000, 1);
    expect(new Set(frames).size).toBeGreaterThan(frames.length / 3);
  }, 120_000);
});

function request(play: EpisodeFiles, out: string, maxExpressions: number): string[] {
  return [
    play.video,
    ...['--subtitles', play.subtitles, '--translation', play.translation],
    ...['--out', out, '--max-expressions', String(maxExpressions)],
  ];
}

/** An ffmpeg that writes down each encode it is asked for, and then is the real one. */
async function countedFfmpeg(folder: string) {
  const path = join(folder, 'ffmpeg');
  const log = join(folder, 'ffmpeg.log');
  const { ffmpeg } = await tools();
  await writeFile(log, '');
  await writeFile(path, `#!/bin/sh\nprintf '%s\\n' "$*" >> '${log}'\nexec '${ffmpeg}' "$@"\n`);
  await chmod(path, 0o755);
  return {
    path,
    encodes: async () => (await readFile(log, 'utf8')).split('\n').filter((args) => args.includes('-c:v ')),
  };
}

/** What a home's cache says of its segments. A new home's are those of its one lesson, each of which is shown once. */
async function cachedSegments(home: TestHome): Promise<{ frames: number; samples: number }[]> {
  const root = join(home.root, 'cache', 'segments');
  const folders = (await readdir(root)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  return Promise.all(
    folders.map(async (name) => JSON.parse(await readFile(join(root, name, 'segment.json'), 'utf8'))),
  );
}

async function chaptersOf(path: string) {
  const { chapters } = await containerOf(path);
  return chapters.map(({ start_time, end_time, tags }) => ({
    title: tags.title,
    start: Number(start_time),
    end: Number(end_time),
  }));
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Checksum and time of change of each file. */
async function stateOf(paths: string[]): Promise<Record<string, string>> {
  const states = paths.map(async (path) => {
    const { mtimeMs, mode, ino } = await stat(path);
    return [path, `${await checksumOf(path)} ${mtimeMs} ${mode} ${ino}`] as const;
  });
  return Object.fromEntries(await Promise.all(states));
}

async function checksumOf(path: string): Promise<string> {
  return sha256(await readFile(path));
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function slug(headword: string): string {
  return headword
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-');
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
