import { describe, expect, it } from 'vitest';
import { sharp } from '../../src/slides/draw/sharp.js';
import { arrangeStill, captionTheme, drawStill, theme } from '../../src/slides/index.js';
import { slide, stills } from './samples.js';

const size = { width: 640, height: 360 };

/** Names of a PNG's chunks, in order. */
function chunks(png: Buffer): string[] {
  const names: string[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    names.push(png.toString('latin1', at + 4, at + 8));
  return names;
}

async function pixels(png: Buffer) {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return {
    at: (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels).subarray(0, 3)],
    info,
  };
}

describe('drawStill', () => {
  it.each(Object.entries(stills))(
    'draws %s at the size asked for, the same bytes each time',
    async (_, content) => {
      const png = await drawStill(content, size);
      const { width, height, channels } = (await pixels(png)).info;
      expect({ width, height, channels }).toEqual({ ...size, channels: 3 });
      expect((await drawStill(content, size)).equals(png)).toBe(true);
      expect(chunks(png).filter((name) => ['tIME', 'tEXt', 'zTXt', 'iTXt', 'eXIf'].includes(name))).toEqual(
        [],
      );
    },
  );

  it('draws the lit words in the accent colour and others not', async () => {
    const png = await drawStill(slide, { width: 1280, height: 720 });
    const { at } = await pixels(png);
    const line = arrangeStill(slide, { width: 1280, height: 720 }).lines.find(({ role }) => role === 'line');
    if (!line) throw new Error('no line');
    const accent = [1, 3, 5].map((i) => Number.parseInt(theme.colours.accent.slice(i, i + 2), 16));
    const columns = new Set<number>();
    for (let x = Math.floor(line.x); x < line.x + line.width; x++) {
      for (let y = line.y; y < line.y + line.height; y++) {
        if (at(x, y).every((value, i) => Math.abs(value - (accent[i] ?? 0)) < 12)) columns.add(x);
      }
    }
    const share = (x: number) => (x - line.x) / line.width;
    expect(columns.size).toBeGreaterThan(40);
    // "Come on, just " takes the first part, "give it a shot" all the rest but the full stop.
    expect(share(Math.min(...columns))).toBeGreaterThan(0.4);
    expect(share(Math.max(...columns))).toBeGreaterThan(0.93);
  });

  it('draws Chinese characters as the learner’s language does', async () => {
    const han = { ...slide, translation: '直接' };
    const [zh, ja, none] = await Promise.all(
      ['zh', 'ja', null].map((native) => drawStill(han, size, { native })),
    );
    expect(zh?.equals(ja ?? Buffer.alloc(0))).toBe(false);
    expect(none?.equals(ja ?? Buffer.alloc(0))).toBe(true);
  });

  it('shows markup as it is written', async () => {
    const text = 'a <b>bold</b> & "big" <span size="99999">claim</span> &amp; \'more\'';
    const content = {
      ...slide,
      headword: 'x < y & z',
      meaning: text,
      line: text,
      lit: [{ start: 2, end: 5 }],
      origin: '<i>',
    };
    const drawn = arrangeStill(content, size).lines.flatMap(({ runs }) => runs.map((run) => run.text));
    expect(drawn.join('')).toContain('<b>');
    const png = await drawStill(content, size);
    expect(png.equals(await drawStill({ ...content, meaning: text.replaceAll(/<[^>]*>/g, '') }, size))).toBe(
      false,
    );
  });

  it('ignores emoji and control characters', async () => {
    const dirty = { ...slide, headword: '\u202egive it a shot 🎉\u0000', meaning: 'to try something new ♪' };
    expect((await drawStill(dirty, size)).equals(await drawStill(slide, size))).toBe(true);
  });

  it('refuses letters that it has no font for, naming the slide and the part', async () => {
    await expect(drawStill({ ...slide, translation: 'ลองดู' }, size)).rejects.toMatchObject({
      kind: 'MissingGlyph',
      message: expect.stringMatching(/U\+0E25 ล.*“give it a shot”, translation/),
    });
  });

  it('opens nothing but its own kinds of picture', async () => {
    const gif = Buffer.from('R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
    await expect(sharp(gif).raw().toBuffer()).rejects.toThrow();
  });
});

describe('the theme', () => {
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((i) => Number.parseInt(colour.slice(i, i + 2), 16) / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const { colours } = theme;

  it.each([
    ['text', 7],
    ['soft', 7],
    ['accent', 7],
    ['quiet', 4.5],
  ] as const)('%s can be read on every ground: %f to one', async (name, least) => {
    for (const ground of ['groundFrom', 'groundTo', 'panel', 'pill'] as const) {
      expect(contrast(colours[name], colours[ground])).toBeGreaterThanOrEqual(least);
    }
    // The glow makes the ground lightest in the corner; there too.
    const corner = (await pixels(await drawStill(stills.bareSlide, size))).at(0, 0);
    const lightest = `#${corner.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
    expect(contrast(colours[name], lightest)).toBeGreaterThanOrEqual(least);
  });

  it('lets captions be read on a white picture: 7 to one', () => {
    const { boxOpacity, colours: captions } = captionTheme;
    const channels = [1, 3, 5].map((i) => Number.parseInt(captions.box.slice(i, i + 2), 16));
    const box = `#${channels
      .map((value) => Math.round(value * boxOpacity + 255 * (1 - boxOpacity)).toString(16))
      .join('')}`;
    for (const role of ['source', 'translation', 'line', 'meaning', 'gloss', 'lit'] as const)
      expect(contrast(captions[role], box), role).toBeGreaterThanOrEqual(7);
  });
});
