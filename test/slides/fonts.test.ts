import { lstat, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSync } from 'fontkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LangflixError } from '../../src/shared/errors.js';
import { sharp } from '../../src/slides/draw/sharp.js';
import {
  assertDrawable,
  captionFontsFolder,
  captionTheme,
  cleanText,
  drawable,
  FONT_FAMILIES,
  familyFor,
  fontsFingerprint,
  fontsFolder,
  loadFonts,
  measureText,
  missingGlyphs,
} from '../../src/slides/index.js';

describe('font files', () => {
  it('carry the names and metrics that the theme says', () => {
    for (const { family, bold, path } of loadFonts()) {
      const font = openSync(path);
      if (!('unitsPerEm' in font)) throw new Error(`${path} is a collection`);
      expect([font.familyName, font.subfamilyName]).toEqual([family, bold ? 'Bold' : 'Regular']);
      const { winAscent, winDescent } = font['OS/2'];
      const caption = Object.values(captionTheme.fonts).find((known) => known.family === family);
      expect(caption?.lineHeightPerEm).toBeCloseTo((winAscent + winDescent) / font.unitsPerEm, 4);
    }
    expect(loadFonts()).toHaveLength(2 * FONT_FAMILIES.length);
  });

  it('have a fingerprint that stays', () => {
    expect(fontsFingerprint()).toMatch(/^[0-9a-f]{16}$/);
    expect(fontsFingerprint()).toBe(fontsFingerprint());
  });

  describe('in one folder', () => {
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'langflix-fonts-'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it('are no more than a script of captions names', async () => {
      const parent = join(folder, 'few');
      const only = await captionFontsFolder(parent, 'Dialogue: 1,,,,,0,0,0,,{\\fnNoto Sans\\fs20}Hi');
      const korean = await captionFontsFolder(parent, '{\\fnNoto Sans KR\\fs20}안녕 {\\fnNoto Sans\\b1}Hi');
      expect(await readdir(only)).toHaveLength(2);
      expect((await readdir(korean)).sort()).toEqual([
        'NotoSansKR_400Regular.ttf',
        'NotoSansKR_700Bold.ttf',
        'NotoSans_400Regular.ttf',
        'NotoSans_700Bold.ttf',
      ]);
      expect(korean).not.toBe(only);
    });

    it('are all there, byte for byte, also when several ask at once and when asked again', async () => {
      const into = join(folder, 'a', 'fonts');
      expect(await Promise.all([fontsFolder(into), fontsFolder(into), fontsFolder(into)])).toEqual([
        into,
        into,
        into,
      ]);
      const before = await lstat(join(into, 'NotoSans_400Regular.ttf'));
      await fontsFolder(into);
      expect((await lstat(join(into, 'NotoSans_400Regular.ttf'))).ino).toBe(before.ino);
      const files = await readdir(into);
      expect(files.sort()).toEqual(
        loadFonts()
          .map(({ path }) => path.split(/[\\/]/).at(-1))
          .sort(),
      );
      for (const { path } of loadFonts()) {
        expect(
          (await readFile(join(into, path.split(/[\\/]/).at(-1) ?? ''))).equals(await readFile(path)),
        ).toBe(true);
      }
    });
  });
});

describe('measureText', () => {
  const texts = [
    ['Noto Sans', 'Could you give it a shot before AVATAR leaves? To W.'],
    ['Noto Sans KR', '그냥 한번 해 봐. 최악이라도 재미있는 얘깃거리가 되겠지.'],
    ['Noto Sans JP', '帰りに子供たちを迎えに行ってくれる？'],
    ['Noto Sans SC', '来吧，就试一试，没什么大不了的'],
    ['Noto Sans Arabic', 'هيا، جرّبها فحسب، فلن تخسر شيئًا في ٣ أيام مع Netflix'],
    ['Noto Sans Hebrew', 'קדימה, פשוט תן לזה צ׳אנס ל־3 ימים עם Netflix, שָׁלוֹם'],
    ['Noto Sans', 'She said 한번 해 보다, or 迎えに行く.'],
  ] as const;

  it.each(texts)('says about what Pango draws, in %s: %s', async (family, text) => {
    for (const bold of [false, true]) {
      for (const px of [24, 60]) {
        const families = [family, ...FONT_FAMILIES.filter((other) => other !== family)].join(',');
        const font = `${families} ${bold ? 'Bold ' : ''}${px}`;
        for (const { path } of loadFonts()) {
          await sharp({ text: { text: 'a', fontfile: path } })
            .raw()
            .toBuffer();
        }
        const { info } = await sharp({ text: { text, font, dpi: 72, wrap: 'none' } })
          .raw()
          .toBuffer({ resolveWithObject: true });
        const measured = measureText(text, { family, bold, px });
        expect(Math.abs(info.width / measured - 1), `${measured} and ${info.width}`).toBeLessThan(0.03);
      }
    }
  });

  it('grows with the size and with boldness', () => {
    const width = measureText('shot', { family: 'Noto Sans', bold: false, px: 10 });
    expect(measureText('shot', { family: 'Noto Sans', bold: false, px: 30 })).toBeCloseTo(3 * width);
    expect(measureText('shot', { family: 'Noto Sans', bold: true, px: 10 })).toBeGreaterThan(width);
    expect(measureText('', { family: 'Noto Sans', bold: false, px: 10 })).toBe(0);
    expect(measureText('a\u200d\u200b\ufe0f', { family: 'Noto Sans', bold: false, px: 10 })).toBe(
      measureText('a', { family: 'Noto Sans', bold: false, px: 10 }),
    );
  });
});

describe('what can be drawn', () => {
  it.each([
    'Give it a shot, “naïvely” – 50 % off… ©™ €',
    'Ça va être très drôle, señor Łukasz, ½',
    'Всё будет хорошо · Όλα καλά',
    'Việt Nam: thử một lần xem',
    '그냥 한번 해 봐. ㅋㅋㅋ',
    '一度やってみる、どう？「はい」ー々',
    'e\u0301 and \u1112\u1161\u11ab decomposed',
    '试试看，别担心。“真的？”——是的…',
    'خُذها بهدوء، أليس كذلك؟ ٣ أيام',
    'פשוט תנסה, בסדר? שָׁלוֹם ״כן״',
    '♪ la la la ♪ 😀👩‍👩‍👧 🇰🇷 1️⃣',
  ])('%s', (text) => {
    expect(missingGlyphs(text)).toEqual([]);
    expect(() => assertDrawable(text, 'a test')).not.toThrow();
  });

  it.each([
    ['ลองดู', 'U+0E25 ล'],
    ['முயற்சி', 'U+0BAE ம'],
  ])('not %s: the characters and the text are named', (text, named) => {
    let error: unknown;
    try {
      assertDrawable(`well, ${text}`, 'the translation of “pick up”');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(LangflixError);
    expect(error).toMatchObject({ kind: 'MissingGlyph', hint: expect.stringContaining('Korean') });
    expect((error as Error).message).toContain(named);
    expect((error as Error).message).toContain(`well, ${text}`);
    expect((error as Error).message).toContain('the translation of “pick up”');
  });

  it('chooses the font by script', () => {
    expect(familyFor('give it 한번 a shot')).toBe('Noto Sans KR');
    expect(familyFor('直す')).toBe('Noto Sans JP');
    expect(familyFor('挑戦')).toBe('Noto Sans JP');
    expect(familyFor('50 %')).toBe('Noto Sans');
    expect(familyFor('試す', 'zh')).toBe('Noto Sans JP');
    expect(familyFor('试试', 'zh')).toBe('Noto Sans SC');
    expect(familyFor('جرّب Netflix')).toBe('Noto Sans Arabic');
    expect(familyFor('תנסה Netflix')).toBe('Noto Sans Hebrew');
  });
});

describe('drawable', () => {
  it.each([
    ['♪ Every breath you take ♪', 'Every breath you take'],
    ['Nice 😀!', 'Nice!'],
    ['Nice 😀 work 👩🏽‍🚀👍', 'Nice work'],
    ['🎵', ''],
    ['🇰🇷 Korea', 'Korea'],
    ['1️⃣ first, 2 second #3', '1 first, 2 second #3'],
    ['Langflix© ™ ‼', 'Langflix© ™ ‼'],
    ['a\u202etxt.exe\u202c b\u0007\u001b[31m', 'atxt.exe b[31m'],
    ['  two \t spaces \n next  line ', 'two spaces\nnext line'],
    ['co\u00adoperate \ufeffnow', 'cooperate now'],
    ['Cafe\u0301', 'Café'],
    ['\ud800broken', 'broken'],
    ['مرحبا', 'مرحبا'],
  ])('%j becomes %j', (text, expected) => {
    expect(drawable(text)).toBe(expected);
    expect(drawable(expected)).toBe(expected);
  });

  it('moves ranges with their words', () => {
    const text = '♪ 😀  come  on,\u202e give 🎉 it a shot 🎉!';
    const range = { start: text.indexOf('give'), end: text.indexOf('shot') + 4 };
    const clean = cleanText(text, [range, { start: 0, end: 1 }]);
    expect(clean.text).toBe('come on, give it a shot!');
    expect(clean.ranges.map(({ start, end }) => clean.text.slice(start, end))).toEqual(['give it a shot']);
  });
});
