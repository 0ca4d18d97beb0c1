import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Font, openSync } from 'fontkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caption } from '../../src/lesson/plan-types.js';
import { placeCaptions } from '../../src/subtitles/ass/layout.js';
import {
  type CaptionTheme,
  captionsToAss,
  fontRuns,
  type TextMeasure,
  timeBarToAss,
} from '../../src/subtitles/index.js';

const require = createRequire(import.meta.url);
const FILES = [
  ['Noto Sans', 'noto-sans', 'NotoSans'],
  ['Noto Sans KR', 'noto-sans-kr', 'NotoSansKR'],
  ['Noto Sans JP', 'noto-sans-jp', 'NotoSansJP'],
  ['Noto Sans SC', 'noto-sans-sc', 'NotoSansSC'],
  ['Noto Sans Arabic', 'noto-sans-arabic', 'NotoSansArabic'],
  ['Noto Sans Hebrew', 'noto-sans-hebrew', 'NotoSansHebrew'],
].flatMap(([family, pack, file]) =>
  ['400Regular', '700Bold'].map((weight) => ({
    key: `${family}/${weight === '700Bold'}`,
    path: require.resolve(`@expo-google-fonts/${pack}/${weight}/${file}_${weight}.ttf`),
  })),
);
const fonts = new Map(FILES.map(({ key, path }) => [key, openSync(path) as Font]));

const measure: TextMeasure = (text, { family, bold, px }) => {
  const font = fonts.get(`${family}/${bold}`)!;
  return (font.layout(text).advanceWidth / font.unitsPerEm) * px;
};
const theme: CaptionTheme = {
  fonts: {
    latin: { family: 'Noto Sans', lineHeightPerEm: 1.519 },
    korean: { family: 'Noto Sans KR', lineHeightPerEm: 1.448 },
    japanese: { family: 'Noto Sans JP', lineHeightPerEm: 1.448 },
    chinese: { family: 'Noto Sans SC', lineHeightPerEm: 1.448 },
    arabic: { family: 'Noto Sans Arabic', lineHeightPerEm: 2.169 },
    hebrew: { family: 'Noto Sans Hebrew', lineHeightPerEm: 1.36 },
  },
  colours: {
    source: '#ffffff',
    translation: '#cccccc',
    line: '#ffffff',
    meaning: '#ffffff',
    gloss: '#cccccc',
    headword: '#ffffff',
    lit: '#ffc000',
    outline: '#000000',
    box: '#000000',
  },
  boxOpacity: 0.6,
  baseOf: ({ width, height }) => Math.min(Math.max(height, width * 0.5), width * 0.8),
  sizes: { source: 0.055, translation: 0.045, line: 0.08, meaning: 0.05, gloss: 0.05, headword: 0.08 },
  minPx: 12,
  shrinkFloor: 0.7,
  lineSpacing: 1.3,
  margin: { side: 0.06, top: 0.06, bottom: 0.06 },
  lineBottom: 0.5,
};
const caption = (role: Caption['role'], text: string, extra: Partial<Caption> = {}): Caption => ({
  role,
  text,
  startMs: 0,
  endMs: 1000,
  lit: [],
  ...extra,
});
const script = (captions: Caption[], extra: object = {}): string =>
  captionsToAss(captions, {
    width: 1280,
    height: 720,
    frameRate: { num: 24, den: 1 },
    measure,
    theme,
    ...extra,
  });
interface Line {
  role: string;
  start: string;
  end: string;
  x: number;
  y: number;
  size: number;
  text: string;
  raw: string;
}
/** The text events of a script, as libass would read them. */
const lines = (ass: string): Line[] =>
  [...ass.matchAll(/^Dialogue: 1,([^,]*),([^,]*),([^,]*),,0,0,0,,(.*)$/gm)].map((match) => {
    const [, start = '', end = '', role = '', raw = ''] = match;
    const [, x, y] = /\\pos\(([\d.-]+),([\d.-]+)\)/.exec(raw) ?? [];
    const size = Number(/\\fs([\d.]+)/.exec(raw)?.[1]);
    const text = raw
      .replace(/(?<!\\)\{[^}]*\}/g, '')
      .replace(/\u2060/g, '')
      .replace(/\\([{}])/g, '$1');
    return { role, start, end, x: Number(x), y: Number(y), size, text, raw };
  });
const texts = (captions: Caption[], extra: object = {}): string[] =>
  lines(script(captions, extra)).map((l) => l.text);

describe('lines', () => {
  test.each([
    [
      "the writer's own break is kept where one line is not enough",
      'He said that he had been alone\nfor as long as he could remember.',
      ['He said that he had been alone', 'for as long as he could remember.'],
    ],
    [
      'what fits on one line is set on one',
      "I've been alone for as long\nas I can remember.",
      ["I've been alone for as long as I can remember."],
    ],
    ['a break between sentences stays', 'Wait.\nWho is there?', ['Wait.', 'Who is there?']],
    ['a short one is one line', 'Give it a shot.', ['Give it a shot.']],
    ['two speakers stay two lines', '- Why?\n- Now!', ['- Why?', '- Now!']],
    [
      'a long one breaks after punctuation',
      'And why should I trust my life to something, when nobody in this place has ever seen it?',
      ['And why should I trust my life to something,', 'when nobody in this place has ever seen it?'],
    ],
  ])('%s', (_, text, expected) => {
    expect(texts([caption('source', text)])).toEqual(expected);
  });

  test("the writer's break does not tear the expression", () => {
    const text = 'She has been waiting there for as long\nas anybody can remember.';
    const start = text.indexOf('as long');
    const lit = [{ start, end: text.length - 1 }];
    const got = texts([caption('source', text, { lit })]);
    expect(got).toEqual(['She has been waiting there', 'for as long as anybody can remember.']);
  });

  test('one line that is a little smaller goes before two', () => {
    const [short] = lines(script([caption('line', 'Short.')]));
    const got = lines(script([caption('line', 'He told me nothing at all about this place.')]));
    expect(got.map(({ text }) => text)).toEqual(['He told me nothing at all about this place.']);
    expect(got[0]!.size / short!.size).toBeGreaterThan(0.89);
    expect(got[0]!.size / short!.size).toBeLessThan(1);
  });

  test('three lines are about equally long', () => {
    const text =
      'I told you a hundred times that people like him never really change, and you can wait until the cows come home, but believe me when I say that not one of them is ever going to call';
    const got = texts([caption('source', text)]);
    expect(got).toHaveLength(3);
    expect(got.join(' ')).toBe(text);
    const lengths = got.map((line) => line.length);
    expect(Math.min(...lengths) / Math.max(...lengths)).toBeGreaterThan(0.75);
  });

  test('captions of a wide picture go by its width, and so do those of a narrow one', () => {
    const sizeAt = (width: number, height: number): number =>
      lines(script([caption('source', 'Hi.')], { width, height }))[0]!.size;
    expect(sizeAt(1280, 544)).toBeCloseTo(sizeAt(1280, 640), 1);
    expect(sizeAt(1280, 720)).toBeGreaterThan(sizeAt(1280, 544));
    expect(sizeAt(1080, 1920)).toBeCloseTo(sizeAt(1080, 864), 1);
  });

  test('never after an article or a preposition, never within the expression where it can be helped', () => {
    const text = 'He never really wanted to go with the others to the big house on the hill over there';
    const [first] = texts([caption('source', text)]);
    expect(first).not.toMatch(/ (the|to|with|on|a|of)$/);
    const line = "I've been alone here for as long as I can remember, my old friend.";
    const start = line.indexOf('as long');
    const lit = [{ start, end: line.indexOf(',') }];
    expect(texts([caption('line', line, { lit })])).toEqual([
      "I've been alone here",
      'for as long as I can remember, my old friend.',
    ]);
  });

  test('Japanese breaks without blanks, and not before marks that must not begin a line', () => {
    const text =
      'なぜ命を「ない」物にゆだねなきゃいけないのか、誰も見たことがないというのに、教えてくれないか';
    const got = texts([caption('translation', text)]);
    expect(got).toHaveLength(2);
    expect(got.join('')).toBe(text);
    expect(got[1]).not.toMatch(/^[、。」っゃゅょー]/);
  });

  test('long text shrinks to the floor and stays within the margins; no word is lost that fits', () => {
    const text =
      'This is a rather long line of dialogue that somebody speaks without taking a breath, and it goes on and on until the end of it';
    const [short] = lines(script([caption('source', 'Short.')]));
    const long = lines(script([caption('source', text)]));
    expect(long.map((line) => line.text).join(' ')).toBe(text);
    expect(long[0]!.size).toBeLessThan(short!.size);
    expect(long[0]!.size).toBeGreaterThanOrEqual(short!.size * 0.7 - 0.01);
    const endless = lines(
      script([
        caption('source', 'word and then '.repeat(100)),
        caption('translation', 'あ'.repeat(900)),
        caption('gloss', 'x'.repeat(900)),
      ]),
    );
    for (const line of endless) {
      const font =
        line.role === 'translation'
          ? { family: 'Noto Sans JP', em: line.size / 1.448 }
          : { family: 'Noto Sans', em: line.size / 1.519 };
      expect(measure(line.text, { family: font.family, bold: false, px: font.em })).toBeLessThanOrEqual(
        1280 * 0.88 + 1,
      );
    }
    expect(endless.filter(({ role }) => role === 'source').at(-1)?.text).toMatch(/…$/);
  });
});

describe('places', () => {
  test('the translation stands below the source; without it the source closes the gap', () => {
    const [source, translation] = lines(script([caption('source', 'One.'), caption('translation', '하나.')]));
    const [alone] = lines(script([caption('source', 'One.')]));
    expect(source!.y).toBeLessThan(translation!.y);
    expect(alone!.y).toBeGreaterThan(source!.y);
    expect(alone!.y).toBeLessThan(720);
  });

  test('a translation that is over does not lift the next line', () => {
    const got = lines(
      script([
        caption('source', 'One.', { endMs: 500 }),
        caption('translation', '하나.', { endMs: 500 }),
        caption('source', 'Two.', { startMs: 500 }),
      ]),
    );
    const [alone] = lines(script([caption('source', 'One.')]));
    expect(got.find(({ text }) => text === 'Two.')?.y).toBe(alone!.y);
  });

  test("a focus segment's line does not move when meaning and gloss come below it", () => {
    const [alone] = lines(script([caption('line', 'Give it a shot.')]));
    const [line, meaning, gloss] = lines(
      script([
        caption('line', 'Give it a shot.'),
        caption('meaning', 'try it'),
        caption('gloss', '한번 해 봐'),
      ]),
    );
    expect(line!.y).toBe(alone!.y);
    expect(meaning!.y).toBeGreaterThan(line!.y);
    expect(gloss!.y).toBeGreaterThan(meaning!.y);
    const [, onlyGloss] = lines(script([caption('line', 'Give it a shot.'), caption('gloss', '한번 해 봐')]));
    expect(onlyGloss!.y).toBeCloseTo(meaning!.y, 0);
  });

  test('what explains a long line is no larger than the line', () => {
    const long = 'and you can wait until the cows come home '.repeat(5).trim();
    for (const [shown, meant] of [
      ['line', 'meaning'],
      ['source', 'translation'],
    ] as const) {
      const sizeOf = (text: string, role: string) =>
        lines(script([caption(shown, text), caption(meant, 'wait long')])).find((one) => one.role === role)!
          .size;
      expect(sizeOf('Wait.', meant)).toBeLessThan(sizeOf('Wait.', shown));
      expect(sizeOf(long, shown)).toBeLessThan(sizeOf('Wait.', shown));
      expect(sizeOf(long, meant)).toBeLessThanOrEqual(sizeOf(long, shown));
    }
  });
});

describe('times', () => {
  test.each([
    [24, 1],
    [24_000, 1001],
    [25, 1],
    [30_000, 1001],
    [60, 1],
  ])('exactly the frames meant, at %i/%i', (num, den) => {
    const frames = 117;
    const middle = 40;
    const ms = (frame: number): number => Math.round((frame * den * 1000) / num);
    const [a, b] = lines(
      script(
        [
          caption('source', 'A', { startMs: 0, endMs: ms(middle) }),
          caption('source', 'B', { startMs: ms(middle), endMs: ms(frames) }),
        ],
        {
          frameRate: { num, den },
        },
      ),
    );
    const seconds = (time: string): number =>
      time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
    // libass shows an event at a frame's time t (in whole ms) when start <= t < end.
    const shown = (line: Line): number[] =>
      Array.from({ length: frames }, (_, n) => n).filter((n) => {
        const t = (n * den) / num;
        return t >= seconds(line.start) - 1e-9 && t < seconds(line.end) - 1e-9;
      });
    expect(shown(a!)).toEqual(Array.from({ length: middle }, (_, n) => n));
    expect(shown(b!)).toEqual(Array.from({ length: frames - middle }, (_, n) => middle + n));
  });
});

test('only the words of the expression are lit', () => {
  const text = 'Pick\n it  up now';
  const lit = [
    { start: 0, end: 4 },
    { start: text.indexOf('up'), end: text.indexOf('up') + 2 },
  ];
  const raw = lines(script([caption('line', text, { lit })])).map((line) => line.raw);
  const bold = raw.flatMap((line) =>
    [...line.matchAll(/\{[^}]*\\b1\\1c&H00C0FF&\}([^{]*)/g)].map((m) => m[1]),
  );
  expect(bold).toEqual(['Pick', 'up']);
});

test('text is split by font, nothing lost', () => {
  expect(fontRuns('Say 안녕하세요, friend')).toEqual([
    { text: 'Say ', script: 'latin' },
    { text: '안녕하세요, ', script: 'korean' },
    { text: 'friend', script: 'latin' },
  ]);
  expect(fontRuns('漢字 안녕').map(({ script: s }) => s)).toEqual(['korean']);
  expect(fontRuns('…首刈り機')).toEqual([{ text: '…首刈り機', script: 'japanese' }]);
});

describe('drawn by libass', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'langflix-ass-'));
    for (const { path } of FILES) copyFileSync(path, join(folder, basename(path)));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** One frame of grey values, of captions on black. */
  const draw = (ass: string, width: number, height: number): Uint8Array => {
    writeFileSync(join(folder, 'captions.ass'), ass);
    const args = `-nostdin -v error -y -f lavfi -i color=black:s=${width}x${height}:r=24:d=0.1 -vf ass=captions.ass:fontsdir=. -frames:v 1 -pix_fmt gray -f rawvideo frame.gray`;
    execFileSync('ffmpeg', args.split(' '), { cwd: folder });
    return readFileSync(join(folder, 'frame.gray'));
  };
  /** Left, right, top and bottom of what is brighter than `above` within rows. */
  const extent = (frame: Uint8Array, width: number, from: number, to: number) => {
    let [left, right, top, bottom] = [width, -1, to, -1];
    for (let y = Math.max(0, Math.floor(from)); y < to; y++) {
      for (let x = 0; x < width; x++) {
        if ((frame[y * width + x] ?? 0) < 100) continue;
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
    }
    return { left, right, top, bottom, width: right - left + 1 };
  };

  test.each([
    [1280, 720],
    [480, 204],
  ])('at %ix%i, each script is as wide as it was measured and stands in the middle', (width, height) => {
    const captions = [
      caption('line', 'Have one more shot at him', { lit: [{ start: 5, end: 18 }] }),
      caption('meaning', '내가 기억하는 한 나는 늘 혼자였다'),
      caption('gloss', '首刈り機はすべて安全完璧に安全だ'),
    ];
    const ass = script(captions, { width, height });
    const frame = draw(ass, width, height);
    for (const line of lines(ass)) {
      const em = line.size / (line.role === 'line' ? 1.519 : 1.448);
      const family = { line: 'Noto Sans', meaning: 'Noto Sans KR', gloss: 'Noto Sans JP' }[line.role]!;
      const parts =
        line.role === 'line'
          ? ([
              ['Have ', false],
              ['one more shot', true],
              [' at him', false],
            ] as const)
          : ([[line.text, false]] as const);
      const expected = parts.reduce((sum, [text, bold]) => sum + measure(text, { family, bold, px: em }), 0);
      const got = extent(frame, width, line.y - em * 0.6, line.y + em * 0.6);
      // Side bearings make the ink up to a sixth of an em narrower than the advance; 2 % are for hinting.
      expect(got.width).toBeGreaterThan(expected * 0.98 - em * 0.25);
      expect(got.width).toBeLessThan(expected * 1.02 + em * 0.1);
      expect(Math.abs((got.left + got.right) / 2 - width / 2)).toBeLessThan(em * 0.15);
    }
  });

  test('hostile text is drawn as text and moves, breaks and hides nothing', () => {
    const hostile = 'a{\\an8}b {\\1a&HFF&}c \\N d\\h e\\n {\\p1}m 0 0{\\p0} 5% it’s \\{ } \\';
    const ass = script([caption('source', hostile)]);
    expect(ass.split('\n').filter((line) => line.startsWith('Dialogue: 1'))).toHaveLength(1);
    const [line] = lines(ass);
    const frame = draw(ass, 1280, 720);
    const em = line!.size / 1.519;
    const all = extent(frame, 1280, 0, 720);
    // One line at its own place, as wide as all of its characters.
    expect(all.top).toBeGreaterThan(line!.y - em);
    expect(all.bottom).toBeLessThan(line!.y + em);
    const expected = measure(hostile, { family: 'Noto Sans', bold: false, px: em });
    expect(all.width).toBeGreaterThan(expected * 0.97);
    expect(all.width).toBeLessThan(expected * 1.03);
  });
});

test('a text cannot write events or styles of its own', () => {
  const evil = 'x\nDialogue: 9,0:00:00.00,9:00:00.00,source,,0,0,0,,gotcha\r\n[Events]\u2028[Fonts]';
  const ass = script([caption('source', evil), caption('meaning', '\0\u202e'), caption('gloss', ' \n ')]);
  expect(ass.match(/^\[/gm)).toHaveLength(3);
  expect(ass.match(/^Dialogue: 9/m)).toBeNull();
  expect(ass).not.toMatch(/[\0\u202e\u2028\r]/);
  expect(lines(ass).every(({ role }) => role === 'source')).toBe(true);
});

describe('around an inset picture', () => {
  const inset = { y: 598, height: 608 };
  const [top, bottom] = [inset.y, inset.y + inset.height];
  const placed = (captions: Caption[]) =>
    placeCaptions(captions, { width: 1080, height: 1920, measure, theme, inset });
  const of = (all: ReturnType<typeof placed>, role: Caption['role']) =>
    all.find(({ caption }) => caption.role === role)!;
  const spoken = [
    caption('headword', 'give it a shot'),
    caption('gloss', 'try it'),
    caption('source', 'Come on, just give it a shot.'),
    caption('translation', 'Try it.'),
  ];

  test('the expression stands above the picture, its translation below it; what is said, below the picture', () => {
    const all = placed(spoken);
    const [headword, gloss] = [of(all, 'headword'), of(all, 'gloss')];
    const [source, translation] = [of(all, 'source'), of(all, 'translation')];
    expect(headword.y + headword.height).toBeLessThan(gloss.y);
    expect(gloss.y + gloss.height).toBeLessThan(top);
    expect(source.y).toBeGreaterThan(bottom);
    expect(translation.y).toBeGreaterThan(source.y + source.height);
    expect(all.map(({ boxed }) => boxed)).toEqual([false, false, false, false]);
  });

  test('what is too long for its place stays within the margins, boxed where it reaches into the picture', () => {
    const long = 'a word and another one, '.repeat(12);
    const all = placed([
      caption('headword', long),
      caption('gloss', long),
      caption('source', long),
      caption('translation', long),
    ]);
    for (const { y, height, boxed } of all) {
      expect(y).toBeGreaterThanOrEqual(1920 * theme.margin.top - 1);
      expect(y + height).toBeLessThanOrEqual(1920 * (1 - theme.margin.bottom) + 1);
      expect(boxed).toBe(y < bottom && y + height > top);
    }
  });

  test('a picture that fills the frame has all of it on itself', () => {
    const all = placeCaptions(spoken, {
      width: 1080,
      height: 1920,
      measure,
      theme,
      inset: { y: 0, height: 1920 },
    });
    expect(all.map(({ boxed }) => boxed)).toEqual([true, true, true, true]);
    expect(of(all, 'headword').y).toBeCloseTo(1920 * theme.margin.top, 0);
    const last = of(all, 'translation');
    expect(last.y + last.height).toBeCloseTo(1920 * (1 - theme.margin.bottom), 0);
  });
});

test('a time bar moves out of its place within the time, and holds no text', () => {
  const bar = { x: 400, y: 650, width: 480, height: 12, colour: '#ffc35c' };
  const ass = timeBarToAss(bar, { width: 1280, height: 720 }, 3003);
  expect(ass).toContain('\\move(400,650,-80,650,0,3003)');
  expect(ass).toContain('\\clip(m 406 650');
  expect(ass).toContain('\\1c&H5CC3FF&');
  expect(ass.match(/^Dialogue/gm)).toHaveLength(1);
});
