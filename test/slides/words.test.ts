import { describe, expect, it } from 'vitest';
import { MAX_SLIDE_WORDS, slideWords, withinWords } from '../../src/lesson/index.js';
import { breakLines, slideFromContent, slideItemSchema } from '../../src/slides/index.js';
import { longLine, slide, stills } from './samples.js';

describe('breakLines', () => {
  const broken = (text: string, width: number): string[] =>
    breakLines(text, width, (start, end) => end - start).map(({ start, end }) => text.slice(start, end));

  it.each([
    ['short', 20, ['short']],
    ['', 20, []],
    ['one two three four five six', 15, ['one two three', 'four five six']],
    [
      'Come on, give it a shot. The worst is over by now.',
      32,
      ['Come on, give it a shot.', 'The worst is over by now.'],
    ],
    ['she went out to look at the sea again', 22, ['she went out', 'to look at the sea again'.slice(0, 22)]],
    ['incomprehensibilities', 8, ['incompre', 'hensibil', 'ities']],
    ['a well-known fact', 9, ['a well-', 'known', 'fact']],
  ])('%j in %i', (text, width, expected) => {
    if (text.startsWith('she')) {
      for (const line of broken(text, width)) expect(line).not.toMatch(/\b(to|at|the)$/);
    } else expect(broken(text, width)).toEqual(expected);
  });

  it('takes no more lines than are needed, and none is too wide', () => {
    for (const width of [12, 20, 33, 60]) {
      const lines = broken(longLine, width);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
      expect(lines.join(' ')).toBe(longLine);
    }
    expect(broken(longLine, 60)).toHaveLength(Math.ceil(longLine.length / 58));
  });

  it('breaks Japanese between words and keeps punctuation in its place', () => {
    const lines = broken('帰りに子供たちを迎えに行ってくれる？「はい、もちろん。」', 10);
    for (const line of lines) {
      expect(line).not.toMatch(/^[、。？」]/u);
      expect(line).not.toMatch(/「$/u);
    }
    expect(lines.join('')).toBe('帰りに子供たちを迎えに行ってくれる？「はい、もちろん。」');
    expect(lines.some((line) => line.endsWith('子') || line.startsWith('供'))).toBe(false);
  });
});

describe('a slide of too many words', () => {
  const shortened = withinWords(stills.longSlide);

  it('comes down to what can be read', () => {
    expect(slideWords(stills.longSlide)).toBeGreaterThan(MAX_SLIDE_WORDS);
    expect(slideWords(shortened)).toBeLessThanOrEqual(MAX_SLIDE_WORDS);
    const wordy = {
      ...slide,
      headword: 'go',
      meaning: 'word '.repeat(80),
      translation: '가 '.repeat(80),
      line: longLine,
    };
    expect(slideWords(withinWords(wordy))).toBeLessThanOrEqual(MAX_SLIDE_WORDS);
  });

  it('gives up the least important first and keeps the lit words', () => {
    const { line, lit, similar, lineTranslation, headword } = shortened;
    expect(similar).toEqual([]);
    expect(lineTranslation === null || lineTranslation.endsWith('…')).toBe(true);
    expect(headword).toBe(stills.longSlide.headword);
    const original = stills.longSlide.lit.map(({ start, end }) => longLine.slice(start, end));
    expect(lit.map(({ start, end }) => line?.slice(start, end))).toEqual(original);
    expect(line).toMatch(/^… that a leopard/u);
  });

  it('stays as it is when it is short enough', () => {
    expect(withinWords(slide)).toEqual(slide);
  });
});

describe('slideFromContent', () => {
  it('lights the translation in the line’s, and shows nothing twice', () => {
    const item = { expression: 'give it a shot', translation: '试一试', line: 'Give it a shot.' };
    expect(slideFromContent({ ...item, lineTranslation: '来吧，就试一试。' }).lineTranslationLit).toEqual([
      { start: 4, end: 7 },
    ]);
    const english = { ...item, meaning: 'to try something', translation: 'To try something.' };
    expect(slideFromContent({ ...english, lineTranslation: 'give it a shot' })).toMatchObject({
      meaning: 'to try something',
      translation: null,
      line: 'Give it a shot.',
      lineTranslation: null,
    });
  });

  it('maps what a client sends', () => {
    const item = slideItemSchema.parse({
      title: ' Lesson 3 ',
      expression: 'give it a shot',
      translation: '한번 해 보다',
      line: 'Why don’t you GIVE it a shot?',
      level: 'B1',
      similar: ['have a go'],
      colour: 'ignored',
    });
    expect(slideFromContent(item)).toEqual({
      kind: 'slide',
      headword: 'give it a shot',
      expressionKind: null,
      level: 'B1',
      meaning: null,
      translation: '한번 해 보다',
      line: 'Why don’t you GIVE it a shot?',
      lineTranslation: null,
      lit: [{ start: 14, end: 28 }],
      lineTranslationLit: [],
      similar: ['have a go'],
      origin: 'Lesson 3',
    });
  });

  it('takes an expression alone, and lights nothing that is not the expression', () => {
    expect(slideFromContent({ expression: 'hit' })).toMatchObject({
      headword: 'hit',
      line: null,
      lit: [],
      similar: [],
    });
    expect(slideFromContent({ expression: 'hit', line: 'A white lie.' }).lit).toEqual([]);
    expect(slideFromContent({ expression: 'a (b', line: 'is a (b) c' }).lit).toEqual([{ start: 3, end: 7 }]);
    expect(slideItemSchema.safeParse({ expression: 'x'.repeat(401) }).success).toBe(false);
    expect(slideItemSchema.safeParse({ translation: 'no expression' }).success).toBe(false);
  });
});
