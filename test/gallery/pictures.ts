import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Caption, StillContent } from '../../src/lesson/plan-types.js';
import {
  assertDrawable,
  captionFontsFolder,
  captionTheme,
  cleanText,
  drawStill,
  measureText,
} from '../../src/slides/index.js';
import { captionsToAss } from '../../src/subtitles/index.js';
import { ENGLISH, type Entry, LANGUAGES } from './matrix.js';

/** Draws a picture of the gallery as a lesson would have it, in full size. */
export async function drawEntry(entry: Entry): Promise<Buffer> {
  const { native } = LANGUAGES[entry.language];
  const { kind } = entry;
  return kind === 'focus' || kind === 'scene'
    ? await drawCaptions(captionsOf(kind, entry), entry, native)
    : await drawStill(contentOf(kind, entry), entry.size, { native });
}

function contentOf(
  kind: 'slide' | 'title' | 'pause' | 'end',
  { language, stress, size }: Entry,
): StillContent {
  const { headword, meaning, line, lit } = ENGLISH[stress];
  const { gloss, longGloss, lineTranslation, title } = LANGUAGES[language];
  const long = stress === 'long-meaning';
  const others = [
    { headword: 'call it a day', gloss },
    { headword: 'out of the blue', gloss: longGloss },
    { headword: 'look forward to', gloss },
    { headword: 'once in a blue moon', gloss },
    { headword: 'hit the road', gloss },
  ];
  const items = [{ headword, gloss: long ? longGloss : gloss }, ...others].slice(0, size.width > 500 ? 6 : 3);
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
        similar: ['have a go'],
        footer: title,
      };
    case 'title':
      return { kind, title, level: 'B1', headwords: items.map((item) => item.headword) };
    case 'pause':
      return { kind, line };
    case 'end':
      return { kind, items };
  }
}

function captionsOf(kind: 'focus' | 'scene', { language, stress }: Entry): Caption[] {
  const { meaning, line, lit } = ENGLISH[stress];
  const { gloss, longGloss, lineTranslation, longLineTranslation } = LANGUAGES[language];
  const long = stress === 'long-meaning' || stress === 'long-line';
  const caption = (role: Caption['role'], text: string, ranges: Caption['lit'] = []): Caption => {
    const clean = cleanText(text, ranges);
    assertDrawable(clean.text, `the ${role} of the gallery`);
    return { role, text: clean.text, lit: clean.ranges, startMs: 0, endMs: 1000 };
  };
  return kind === 'scene'
    ? [caption('source', line, lit), caption('translation', long ? longLineTranslation : lineTranslation)]
    : [caption('line', line, lit), caption('meaning', meaning), caption('gloss', long ? longGloss : gloss)];
}

const BEHIND: Record<Entry['background'], string> = {
  white: 'color=white',
  black: 'color=black',
  busy: 'testsrc2',
};

const run = promisify(execFile);

async function drawCaptions(captions: Caption[], entry: Entry, native: string): Promise<Buffer> {
  const { width, height } = entry.size;
  const folder = await mkdtemp(join(tmpdir(), 'langflix-gallery-'));
  try {
    const ass = captionsToAss(captions, { width, height, measure: measureText, theme: captionTheme, native });
    await writeFile(join(folder, 'captions.ass'), ass);
    const fonts = await captionFontsFolder(join(folder, 'fonts'), ass);
    const filter = `ass=captions.ass:fontsdir=${fonts.slice(folder.length + 1)}`;
    const source = `${BEHIND[entry.background]}${entry.background === 'busy' ? '=' : ':'}s=${width}x${height}:r=25:d=0.04`;
    const args = `-nostdin -v error -y -f lavfi -i ${source} -vf ${filter} -frames:v 1 frame.png`;
    await run('ffmpeg', args.split(' '), { cwd: folder });
    return await readFile(join(folder, 'frame.png'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
