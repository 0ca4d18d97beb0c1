import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caption } from '../../src/lesson/plan-types.js';
import { captionFontsFolder, captionTheme, familyFor, measureText } from '../../src/slides/index.js';
import { captionsToAss, directionMark, fontRuns, textDirection } from '../../src/subtitles/index.js';

describe('direction', () => {
  test.each([
    ['Come on, just give it a shot.', 'ltr'],
    ['한번 해 보다', 'ltr'],
    ['50 %', 'ltr'],
    ['', 'ltr'],
    ['هيا، جرّبها', 'rtl'],
    ['קדימה, תן לזה צ׳אנס', 'rtl'],
    ['Netflix: חודש אחד בחינם לכל מי שמצטרף היום', 'rtl'],
    ['לראות את The Lord of the Rings', 'rtl'],
    ['שלום is how people say hello to each other in Hebrew, and goodbye', 'ltr'],
  ])('of “%s” is %s', (text, direction) => {
    expect(textDirection(text)).toBe(direction);
  });

  test('is marked only where it could be mistaken', () => {
    expect(directionMark('Come on', 'ltr')).toBe('');
    expect(directionMark('שלום is hello', 'ltr')).toBe('\u200e');
    expect(directionMark('Netflix', 'rtl')).toBe('\u200f');
  });
});

describe('fonts', () => {
  const scripts = (text: string, native?: string) =>
    fontRuns(text, { native }).map(({ text: part, script }) => `${script}:${part}`);

  test.each([
    ['挑戦', undefined, 'japanese'],
    ['挑战', 'zh', 'chinese'],
    ['挑战', 'zh-Hans-CN', 'chinese'],
    ['挑戰', 'ko', 'korean'],
    ['挑戦', 'en', 'japanese'],
    ['挑戦する', 'zh', 'japanese'],
    ['도전(挑戰)', 'zh', 'korean'],
  ])('of %s for a learner whose language is %s: %s', (text, native, script) => {
    expect(new Set(fontRuns(text, { native }).map((run) => run.script))).toEqual(new Set([script]));
    const families = { japanese: 'Noto Sans JP', chinese: 'Noto Sans SC', korean: 'Noto Sans KR' };
    expect(familyFor(text, native)).toBe(families[script as keyof typeof families]);
  });

  test('Chinese quotes are wide, the apostrophe of an English word is not', () => {
    expect(scripts('他说“好”', 'zh')).toEqual(['chinese:他说“好”']);
    expect(scripts('“don’t”是', 'zh')).toEqual(['chinese:“', 'latin:don’t', 'chinese:”是']);
  });

  test('marks, digits and punctuation of Arabic and Hebrew stay with their letters', () => {
    expect(scripts('خُذها، ٣ أيام؟')).toEqual(['arabic:خُذها، ٣ أيام؟']);
    expect(scripts('ב־3 ימים, שָׁלוֹם')).toEqual(['hebrew:ב־', 'latin:3 ', 'hebrew:ימים, שָׁלוֹם']);
  });

  test('a character that the font of its script lacks is drawn by one that has it', () => {
    const covers = (script: string, character: string): boolean => character !== '这' || script === 'chinese';
    expect(fontRuns('这是', { covers }).map(({ script }) => script)).toEqual(['chinese', 'japanese']);
    expect(captionTheme.fonts.japanese.covers?.('这')).toBe(false);
    expect(captionTheme.fonts.chinese.covers?.('这')).toBe(true);
  });
});

describe('drawn by libass', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'langflix-ass-scripts-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const size = { width: 1280, height: 360 };
  const options = { ...size, measure: measureText, theme: { ...captionTheme, boxOpacity: 0 } };

  /** Columns of one frame of a caption on black that hold the colours of ordinary and of lit letters. */
  async function columns(text: string, lit: Caption['lit'], native: string) {
    const caption: Caption = { role: 'source', text, lit, startMs: 0, endMs: 1000 };
    const ass = captionsToAss([caption], { ...options, native });
    writeFileSync(join(folder, 'captions.ass'), ass);
    const fonts = await captionFontsFolder(join(folder, 'fonts'), ass);
    const fontsdir = fonts.slice(folder.length + 1);
    const args = `-nostdin -v error -y -f lavfi -i color=black:s=${size.width}x${size.height}:r=24:d=0.1,format=rgb24 -vf ass=captions.ass:fontsdir=${fontsdir} -frames:v 1 -pix_fmt rgb24 -f rawvideo frame.rgb`;
    execFileSync('ffmpeg', args.split(' '), { cwd: folder });
    const frame = readFileSync(join(folder, 'frame.rgb'));
    const found = { plain: [] as number[], lit: [] as number[] };
    for (let x = 0; x < size.width; x++) {
      for (let y = 0; y < size.height; y++) {
        const at = (y * size.width + x) * 3;
        const [red = 0, , blue = 0] = frame.subarray(at, at + 3);
        if (red < 180) continue;
        const kind = blue > 160 ? 'plain' : blue < 120 ? 'lit' : null;
        if (kind !== null && found[kind].at(-1) !== x) found[kind].push(x);
      }
    }
    return { ...found, em: Number(/\\fs([\d.]+)/.exec(ass)?.[1]) };
  }
  const middle = (xs: number[]): number => ((xs[0] ?? 0) + (xs.at(-1) ?? 0)) / 2;

  test.each([
    ['zh', '来吧，就试一试，没什么大不了的', 'Noto Sans SC'],
    ['ar', 'هيا، جرّبها فحسب فلن تخسر شيئا', 'Noto Sans Arabic'],
    ['he', 'קדימה, פשוט תן לזה צ׳אנס עכשיו', 'Noto Sans Hebrew'],
  ])('%s is as wide as it was measured, in the middle', async (native, text, family) => {
    const { plain, em } = await columns(text, [], native);
    const perEm =
      Object.values(captionTheme.fonts).find((font) => font.family === family)?.lineHeightPerEm ?? 1;
    const expected = measureText(text, { family, bold: false, px: em / perEm });
    const width = (plain.at(-1) ?? 0) - (plain[0] ?? 0);
    expect(width / expected).toBeGreaterThan(0.95);
    expect(width / expected).toBeLessThan(1.03);
    expect(Math.abs(middle(plain) - size.width / 2)).toBeLessThan(em * 0.2);
  });

  test.each([
    ['ar', 'هيا، جرّبها فحسب من فضلك'],
    ['he', 'קדימה, תנסה את זה בבקשה'],
  ])('%s runs from right to left, also across a change of colour', async (native, text) => {
    const words = [...text.matchAll(/\S+/g)];
    const rangeOf = (word: number) => {
      const at = words[word]?.index ?? 0;
      return [{ start: at, end: at + (words[word]?.[0].length ?? 0) }];
    };
    const places: number[] = [];
    for (const word of words.keys()) places.push(middle((await columns(text, rangeOf(word), native)).lit));
    expect(places).toHaveLength(5);
    expect([...places].sort((a, b) => b - a)).toEqual(places);
  });

  test('a Latin name at the end of a Hebrew line stands at its left, at the beginning at its right', async () => {
    const end = 'קדימה, תנסה את זה עם Netflix';
    const atEnd = await columns(end, [{ start: end.indexOf('N'), end: end.length }], 'he');
    expect(Math.max(...atEnd.lit)).toBeLessThan(
      Math.min(...atEnd.plain.filter((x) => x > middle(atEnd.lit))),
    );
    expect(middle(atEnd.lit)).toBeLessThan(size.width / 2);
    const begin = 'Netflix, תנסה את זה עוד היום';
    const atBegin = await columns(begin, [{ start: 0, end: 7 }], 'he');
    expect(middle(atBegin.lit)).toBeGreaterThan(size.width / 2);
  });
});
