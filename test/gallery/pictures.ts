import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { litInTranslation } from '../../src/lesson/lit-in-translation.js';
import type { Caption, Inset, StillContent } from '../../src/lesson/plan-types.js';
import { insetFilters } from '../../src/media/inset-filters.js';
import {
  assertDrawable,
  captionFontsFolder,
  captionTheme,
  cleanText,
  drawStill,
  measureText,
  pauseBar,
  shortTheme,
  theme,
} from '../../src/slides/index.js';
import { captionsToAss, timeBarToAss } from '../../src/subtitles/index.js';
import { ENGLISH, type Entry, LANGUAGES } from './matrix.js';

/** Draws a picture of the gallery as a lesson would have it, in full size. */
export async function drawEntry(entry: Entry): Promise<Buffer> {
  const { native } = LANGUAGES[entry.language];
  const { kind, size } = entry;
  if (kind === 'focus' || kind === 'scene' || kind === 'short') {
    const inset = kind === 'short' ? INSET : undefined;
    const ass = captionsToAss(captionsOf(kind, entry), {
      ...size,
      measure: measureText,
      theme: kind === 'short' ? shortTheme : captionTheme,
      native,
      inset,
    });
    return await drawOver(ass, behind(entry, inset));
  }
  const still = await drawStill(contentOf(kind, entry), size, { native });
  // A pause as it is when a third of it is over.
  return kind === 'pause'
    ? await drawOver(timeBarToAss(pauseBar(size), size, 3000), { png: still, seconds: 1 })
    : still;
}

/** A picture of 16:9 in a short. */
const INSET: Inset = {
  x: 0,
  y: 598,
  width: 1080,
  height: 608,
  backdropBrightness: theme.shorts.backdropBrightness,
};

function contentOf(
  kind: 'slide' | 'title' | 'pause' | 'end',
  { language, stress, size }: Entry,
): StillContent {
  const { headword, meaning, line, lit } = ENGLISH[stress];
  const { gloss, longGloss, lineTranslation, title } = LANGUAGES[language];
  const long = stress === 'long-meaning';
  const others = [
    { headword: 'call it a day', gloss: gloss ?? 'stop working for today' },
    { headword: 'out of the blue', gloss: longGloss ?? 'so suddenly that nobody could have known it before' },
    { headword: 'look forward to', gloss: gloss ?? 'be happy about what will happen' },
    { headword: 'once in a blue moon', gloss: gloss ?? 'very rarely' },
    { headword: 'hit the road', gloss: gloss ?? 'begin a journey' },
  ];
  const items = [{ headword, gloss: (long ? longGloss : gloss) ?? meaning }, ...others].slice(
    0,
    size.width > 500 ? 6 : 3,
  );
  switch (kind) {
    case 'slide':
      return {
        kind,
        headword,
        expressionKind: 'idiom',
        level: 'B1',
        meaning,
        translation: long ? longGloss : gloss,
        line,
        lineTranslation,
        lit,
        lineTranslationLit: litInTranslation(lineTranslation ?? '', [{ translation: gloss }]),
        similar: ['have a go'],
        origin: title,
      };
    case 'title':
      return { kind, title, level: 'B1', headwords: items.map((item) => item.headword) };
    case 'pause':
      return { kind, line };
    case 'end':
      return { kind, page: { number: 1, of: 1 }, items };
  }
}

function captionsOf(kind: 'focus' | 'scene' | 'short', { language, stress }: Entry): Caption[] {
  const { headword, meaning, line, lit } = ENGLISH[stress];
  const { gloss, longGloss, lineTranslation, longLineTranslation } = LANGUAGES[language];
  const long = stress === 'long-meaning' || stress === 'long-line';
  const caption = (role: Caption['role'], text: string, ranges: Caption['lit'] = []): Caption => {
    const clean = cleanText(text, ranges);
    assertDrawable(clean.text, `the ${role} of the gallery`);
    return { role, text: clean.text, lit: clean.ranges, startMs: 0, endMs: 1000 };
  };
  const translation = long ? longGloss : gloss;
  const lineTranslated = long ? longLineTranslation : lineTranslation;
  const glosses = translation === null ? [] : [caption('gloss', translation)];
  if (kind === 'focus') return [caption('line', line, lit), caption('meaning', meaning), ...glosses];
  const spoken = [
    caption('source', line, lit),
    ...(lineTranslated === null
      ? []
      : [caption('translation', lineTranslated, litInTranslation(lineTranslated, [{ translation: gloss }]))]),
  ];
  if (kind === 'scene') return spoken;
  return [
    caption('headword', headword, [{ start: 0, end: headword.length }]),
    ...(glosses.length > 0 ? glosses : [caption('gloss', meaning)]),
    ...spoken,
  ];
}

const BEHIND: Record<Entry['background'], string> = {
  white: 'color=white',
  black: 'color=black',
  busy: 'testsrc2',
};

interface Behind {
  /** A picture, or the source of one with its filters. */
  png?: Buffer;
  source?: { graph: string; filters: string[] };
  /** When the picture is taken. */
  seconds: number;
}

function behind({ size, background }: Entry, inset?: Inset): Behind {
  const { width, height } = inset ?? size;
  const graph = `${BEHIND[background]}${background === 'busy' ? '=' : ':'}s=${width}x${height}:r=25:d=0.04`;
  const filters =
    inset === undefined
      ? []
      : [
          'format=yuv420p',
          ...insetFilters(inset, { ...size, frameRate: { num: 25, den: 1 }, sampleRate: 48000 }),
        ];
  return { source: { graph, filters }, seconds: 0 };
}

const run = promisify(execFile);

/** Draws a script over a picture, as ffmpeg and libass do in a lesson. */
async function drawOver(ass: string, { png, source, seconds }: Behind): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'langflix-gallery-'));
  try {
    await writeFile(join(folder, 'captions.ass'), ass);
    if (png !== undefined) await writeFile(join(folder, 'still.png'), png);
    const fonts = await captionFontsFolder(join(folder, 'fonts'), ass);
    const input =
      source === undefined
        ? ['-loop', '1', '-framerate', '25', '-i', 'still.png']
        : ['-f', 'lavfi', '-i', source.graph];
    const filters = [
      ...(source?.filters ?? []),
      ...(seconds === 0 ? [] : [`trim=start=${seconds}`]),
      `ass=captions.ass:fontsdir=${fonts.slice(folder.length + 1)}`,
    ];
    const args = [
      '-nostdin',
      '-v',
      'error',
      '-y',
      ...input,
      '-vf',
      filters.join(','),
      '-frames:v',
      '1',
      'frame.png',
    ];
    await run('ffmpeg', args, { cwd: folder });
    return await readFile(join(folder, 'frame.png'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
