import { describe, expect, it } from 'vitest';
import { countWords } from '../../src/lesson/count-words.js';
import {
  MAX_SLIDE_WORDS,
  type PlannedExpression,
  slideContent,
  slideMs,
  slideWords,
} from '../../src/lesson/index.js';

const planned = (fields: Partial<PlannedExpression>): PlannedExpression => ({
  headword: 'give it a shot',
  kind: 'idiom',
  level: 'B1',
  spans: [],
  text: 'give it a shot',
  meaning: 'to try something',
  translation: '한번 해 보다',
  similar: ['give it a try'],
  score: 1,
  accepted: true,
  chosen: true,
  reasons: [],
  line: 'Why not give it a shot?',
  lineTranslation: '한번 해 보는 게 어때?',
  lit: [{ start: 8, end: 22 }],
  startMs: 0,
  endMs: 6000,
  ...fields,
});

describe('slideContent', () => {
  it('shows everything when there is room, 2 s and 0.4 s a word', () => {
    const content = slideContent(planned({}), 'The Long Road');
    expect(content).toMatchObject({
      headword: 'give it a shot',
      similar: ['give it a try'],
      origin: 'The Long Road',
    });
    expect(slideWords(content)).toBe(4 + 3 + 3 + 6 + 5 + 4);
    expect(slideMs(content)).toBe(2000 + 25 * 400);
  });

  it('lasts 6 to 18 s', () => {
    expect(
      slideMs(
        slideContent(
          planned({
            meaning: 'try',
            line: 'Go',
            lit: [],
            lineTranslation: null,
            translation: null,
            similar: [],
          }),
          null,
        ),
      ),
    ).toBe(6000);
    const endless = planned({ headword: 'word '.repeat(50) });
    expect(slideMs(slideContent(endless, null))).toBe(18_000);
  });

  it('drops similar expressions first, then clauses, then words far from the expression', () => {
    const before = 'I know that you are tired of all this and want to go home, but ';
    const line = `${before}give it a shot before you leave, since you came all the way down here for it.`;
    const content = slideContent(
      planned({
        line,
        lit: [{ start: before.length, end: before.length + 14 }],
        meaning: 'to try something; to make an attempt at a thing that may not work',
        similar: ['give it a try', 'have a go at it'],
      }),
      null,
    );
    expect(content.similar).toEqual([]);
    expect(content.meaning).toBe('to try something');
    expect(content.line).toMatch(/^… .* give it a shot .* …$/);
    expect(content.lit.map(({ start, end }) => content.line!.slice(start, end))).toEqual(['give it a shot']);
    expect(content.lineTranslation).toBe('한번 해 보는 게 어때?');
    expect(slideWords(content)).toBeLessThanOrEqual(MAX_SLIDE_WORDS);
  });

  it('leaves out whole sentences rather than words, in the translation too', () => {
    const before =
      'I know, I know. You are tired of all this and you would rather be at home by now, Mr. Miller.';
    const line = `${before} Why not give it a shot? It is only one day of your life.`;
    const start = line.indexOf('give');
    const content = slideContent(
      planned({
        ...{ line, lit: [{ start, end: start + 14 }], similar: [] },
        translation: '해 보다',
        lineTranslation:
          '알아, 안다고. 피곤하고 집에 가고 싶겠지, 밀러 씨. 한번 해 보다. 인생의 하루일 뿐이야.',
      }),
      null,
    );
    expect(content.line).toBe('Why not give it a shot? It is only one day of your life.');
    expect(content.lit.map(({ start, end }) => content.line?.slice(start, end))).toEqual(['give it a shot']);
    expect(content.lineTranslation).toBe('한번 해 보다. 인생의 하루일 뿐이야.');
    const [lit] = content.lineTranslationLit;
    expect(content.lineTranslation?.slice(lit?.start, lit?.end)).toBe('해 보다');
  });

  it('tears no sentence for the sake of a few words', () => {
    const words = 'a b c d e f g h i j k l m n o p q r s t u v w'.split(' ');
    const lineOf = (count: number) => `Why not give it a shot ${words.slice(0, count).join(' ')}.`;
    const slideOf = (count: number) =>
      slideContent(planned({ line: lineOf(count), similar: [], lineTranslation: null }), null);
    // 10 words beside the line's.
    expect(slideOf(20).line).toBe(lineOf(20));
    expect(slideWords(slideOf(20))).toBe(36);
    expect(slideOf(23).line).toBe(lineOf(23));
  });

  it('begins and ends a part of a sentence at a comma where one is near, and without it', () => {
    const line =
      'I told you a hundred times that people like him never really change, and you can give it a shot before you go, but ' +
      'believe me when I say to you now that not one of them is ever going to call you again';
    const start = line.indexOf('give');
    const content = slideContent(planned({ line, lit: [{ start, end: start + 14 }], similar: [] }), null);
    expect(content.line).toBe('… and you can give it a shot before you go …');
  });

  it('says what is lit in the translation', () => {
    const content = slideContent(planned({ lineTranslation: '자, 한번 해 보다!' }), null);
    expect(content.lineTranslationLit).toEqual([{ start: 3, end: 10 }]);
  });

  it('shortens a translation that would not be read in time', () => {
    const content = slideContent(
      planned({ similar: [], lineTranslation: 'palabra '.repeat(60).trim() }),
      null,
    );
    expect(content.lineTranslation).toMatch(/^palabra( palabra)+ …$/);
    expect(slideWords(content)).toBeLessThanOrEqual(MAX_SLIDE_WORDS);
  });

  it('counts words in scripts without spaces', () => {
    expect(countWords('to try - something!')).toBe(3);
    expect(countWords('やってみる')).toBe(3);
    expect(countWords('試してGoogle')).toBe(3);
    expect(countWords('…')).toBe(0);
  });
});
