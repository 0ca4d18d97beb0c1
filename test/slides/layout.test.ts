import { describe, expect, it } from 'vitest';
import { lineImage } from '../../src/slides/draw/line-image.js';
import { arrangeStill, theme } from '../../src/slides/index.js';
import { safeArea } from '../../src/slides/layout/fit.js';
import type { Box } from '../../src/slides/layout/piece.js';
import { slide, stills } from './samples.js';

const SIZES = [
  [480, 204],
  [640, 480],
  [640, 360],
  [1280, 720],
  [1920, 1080],
  [1080, 1920],
] as const;

function isWithin(inner: Box, outer: Box, tolerance = 0): boolean {
  return (
    inner.x >= outer.x - tolerance &&
    inner.y >= outer.y - tolerance &&
    inner.x + inner.width <= outer.x + outer.width + tolerance &&
    inner.y + inner.height <= outer.y + outer.height + tolerance
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

const wordsOf = (lines: readonly { runs: readonly { text: string }[] }[]): string =>
  lines.map(({ runs }) => runs.map(({ text }) => text).join('')).join('\n');

describe.each(SIZES)('at %ix%i', (width, height) => {
  const size = { width, height };
  const safe = safeArea(size, theme.safe);

  it.each(Object.entries(stills))(
    '%s stays in the safe area, nothing lies on anything else',
    (_, content) => {
      const { lines, shapes } = arrangeStill(content, size);
      expect(lines.length).toBeGreaterThan(0);
      for (const box of [...lines, ...shapes]) {
        expect(
          isWithin(box, safe, 0.5),
          `${box.role} ${JSON.stringify(box)} in ${JSON.stringify(safe)}`,
        ).toBe(true);
      }
      for (const [i, line] of lines.entries()) {
        for (const other of lines.slice(i + 1)) {
          expect(overlap(line, other), `${wordsOf([line])} / ${wordsOf([other])}`).toBe(false);
        }
        for (const panel of shapes.filter(({ role }) => role === 'panel')) {
          expect(!overlap(line, panel) || isWithin(line, panel), `${line.role} crosses a panel`).toBe(true);
        }
      }
      expect(Math.min(...lines.map(({ px }) => px))).toBeGreaterThanOrEqual(theme.minPx);
    },
  );

  it('puts the ink of each line where the layout says', async () => {
    for (const content of [stills.slide, stills.japanese, stills.longSlide, stills.end, stills.longPause]) {
      for (const line of arrangeStill(content, size).lines) {
        const image = await lineImage(line);
        const ink = { x: image.left, y: image.top, width: image.raw.width, height: image.raw.height };
        expect(
          isWithin(ink, line, 2),
          `${wordsOf([line])} ${JSON.stringify(ink)} ${JSON.stringify({ ...line, runs: 0 })}`,
        ).toBe(true);
      }
    }
  });

  it('always shows the whole headword and, on a usual slide, everything', () => {
    for (const content of Object.values(stills)) {
      if (content.kind !== 'slide' || content.headword.length > 100) continue;
      const { lines } = arrangeStill(content, size);
      const headword = wordsOf(lines.filter(({ role }) => role === 'headword'));
      expect(headword.replaceAll(/\s/g, '')).toBe(content.headword.replaceAll(/\s/g, ''));
    }
    const all = wordsOf(arrangeStill(slide, size).lines).replaceAll('\n', ' ');
    for (const text of [
      'B1',
      'idiom',
      slide.meaning,
      slide.translation,
      slide.line,
      slide.lineTranslation,
      'have a go',
      slide.origin,
    ]) {
      expect(all).toContain(text);
    }
  });
});

describe('a slide', () => {
  const size = { width: 1280, height: 720 };

  it('ranks: the headword is largest, then its translation and meaning, then the line', () => {
    const px = Object.fromEntries(arrangeStill(slide, size).lines.map((line) => [line.role, line.px]));
    const order = ['headword', 'translation', 'meaning', 'line', 'lineTranslation', 'similar', 'origin'];
    const sizes = order.map((role) => px[role] ?? 0);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(px.headword).toBeGreaterThan(1.6 * (px.translation ?? 0));
    // Shown 360 pixels wide, the translation of the line is more than 11 pixels high.
    expect(px.lineTranslation).toBeGreaterThanOrEqual((11 / 360) * size.width);
  });

  it('lights exactly the expression’s words in its line', () => {
    const lit = (content: typeof slide): string[] =>
      arrangeStill(content, size)
        .lines.filter(({ role }) => role === 'line')
        .flatMap(({ runs }) => runs.filter(({ colour }) => colour === theme.colours.accent))
        .map(({ text }) => text);
    expect(lit(slide)).toEqual(['give it a shot']);
    expect(lit(stills.japanese)).toEqual(['pick', 'up']);
  });

  it('lights the expression’s translation in that of its line', () => {
    const lineTranslation = '자, 그냥 한번 해 보다.';
    const content = { ...slide, lineTranslation, lineTranslationLit: [{ start: 6, end: 13 }] };
    const lit = arrangeStill(content, size)
      .lines.filter(({ role }) => role === 'lineTranslation')
      .flatMap(({ runs }) => runs.filter(({ colour }) => colour === theme.colours.accent));
    expect(lit.map(({ text, bold }) => [text, bold])).toEqual([['한번 해 보다', true]]);
  });

  it('closes the gaps of what is not known, and is larger then', () => {
    const { lines, shapes } = arrangeStill({ ...slide, translation: null, lineTranslation: null }, size);
    const pxOf = (of: typeof lines) => of.find(({ role }) => role === 'line')?.px ?? 0;
    expect(pxOf(lines)).toBeGreaterThan(1.1 * pxOf(arrangeStill(slide, size).lines));
    expect(lines.map(({ role }) => role)).not.toContain('translation');
    expect(shapes.filter(({ role }) => role === 'panel')).toHaveLength(1);
    expect(arrangeStill(stills.bareSlide, size).shapes).toEqual([]);
  });

  it('draws each script in its own font', () => {
    const family = (content: typeof slide, role: string) =>
      arrangeStill(content, size).lines.find((line) => line.role === role)?.runs[0]?.family;
    expect(family(slide, 'translation')).toBe('Noto Sans KR');
    expect(family(stills.japanese, 'translation')).toBe('Noto Sans JP');
    expect(family(slide, 'headword')).toBe('Noto Sans');
    expect(family(stills.arabic, 'translation')).toBe('Noto Sans Arabic');
    const han = { ...slide, translation: '挑战' };
    const of = (native: string) =>
      arrangeStill(han, size, { native }).lines.find(({ role }) => role === 'translation')?.runs[0]?.family;
    expect([of('zh-CN'), of('ja'), of('ko')]).toEqual(['Noto Sans SC', 'Noto Sans JP', 'Noto Sans KR']);
  });

  it('names where it is from in the upper right corner, on the line of level and kind', () => {
    const safe = safeArea(size, theme.safe);
    for (const content of [slide, stills.arabic]) {
      const { lines } = arrangeStill(content, size);
      const [origin, level] = ['origin', 'tag'].map((role) => lines.find((line) => line.role === role));
      if (!origin || !level) throw new Error('no origin, or no level');
      expect(Math.round(origin.x + origin.width)).toBe(safe.x + safe.width);
      expect(origin.y + origin.baseline).toBe(level.y + level.baseline);
    }
  });

  it('sets Arabic and Hebrew flush right', () => {
    const safe = safeArea(size, theme.safe);
    const long = 'أن يحاول المرء القيام بشيء لم يسبق له أن فعله، حتى لو كان من المحتمل أن يفشل فيه';
    const { lines, shapes } = arrangeStill({ ...stills.arabic, translation: long, meaning: 'to try' }, size);
    const translation = lines.filter(({ role }) => role === 'translation');
    expect(translation.length).toBeGreaterThan(1);
    const rightEdges = new Set(translation.map(({ x, width }) => Math.round(x + width)));
    expect([...rightEdges]).toEqual([safe.x + safe.width]);
    const panel = shapes.find(({ role }) => role === 'panel');
    const spoken = lines.filter(({ role }) => role === 'lineTranslation');
    for (const { x, width } of spoken)
      expect((panel?.x ?? 0) + (panel?.width ?? 0) - x - width).toBeLessThan(0.06 * size.width);
    expect(spoken.length).toBeGreaterThan(0);
    expect(lines.find(({ role }) => role === 'translation')?.direction).toBe('rtl');
    expect(lines.find(({ role }) => role === 'headword')).toMatchObject({ align: 'left', direction: 'ltr' });
    for (const { role, align } of arrangeStill(stills.hebrewEnd, size).lines) {
      expect(align).toBe(role === 'gloss' ? 'right' : 'left');
    }
  });
});

describe('lists', () => {
  it('count what does not fit', () => {
    for (const content of [stills.manyTitle, stills.manyEnd]) {
      const { lines, shapes } = arrangeStill(content, { width: 640, height: 360 });
      const shown = shapes.filter(({ role }) => role === 'dot').length;
      const more = Number(/\+ (\d+) more/.exec(wordsOf(lines))?.[1]);
      expect(shown).toBeGreaterThanOrEqual(12);
      expect(shown + more).toBe(48);
    }
  });

  it('cut a gloss that is too long after a word', () => {
    const { lines } = arrangeStill(stills.end, { width: 640, height: 360 });
    const cut = lines.filter(({ role, runs }) => role === 'gloss' && runs.at(-1)?.text.endsWith('…'));
    expect(cut.length).toBeGreaterThan(0);
    const whole = stills.end.items.map(({ gloss }) => gloss);
    for (const line of cut) {
      const kept = wordsOf([line]).replace(/…$/u, '');
      const gloss = whole.find((text) => text.startsWith(kept));
      expect(gloss?.[kept.length], kept).toBe(' ');
    }
  });

  it.each(SIZES)(
    'show every expression of a full end card with its gloss, legibly, at %ix%i',
    (width, height) => {
      const full = { ...stills.end, items: stills.end.items.slice(0, theme.endCard.mostItems) };
      const { lines } = arrangeStill({ ...full, page: { number: 2, of: 5 } }, { width, height });
      const items = lines.filter(({ role }) => role === 'item' || role === 'gloss');
      for (const { headword, gloss } of full.items) {
        expect(wordsOf(items).replaceAll('\n', ' ')).toContain(headword);
        expect(wordsOf(items)).toContain(gloss.split(' ')[0]);
      }
      expect(wordsOf(lines)).toContain('2 / 5');
      expect(wordsOf(lines)).not.toMatch(/more$/m);
      expect((Math.min(...items.map(({ px }) => px)) / width) * 360).toBeGreaterThanOrEqual(7.5);
    },
  );
});
