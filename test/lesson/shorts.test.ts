import { describe, expect, it } from 'vitest';
import { groupPieces, planLesson } from '../../src/lesson/index.js';
import { litInTranslation } from '../../src/lesson/lit-in-translation.js';
import { theme } from '../../src/slides/index.js';
import { cuesOf, expressionOf, inputOf, probeOf } from './samples.js';

const talk = cuesOf(
  [100_000, 102_000, 'You look tired.'],
  [102_500, 104_500, 'Why not give it a shot?'],
  [105_000, 107_000, 'Let us call it a day.'],
);
const korean = cuesOf([102_500, 104_500, '한번 해 보지 그래?'], [105_000, 107_000, '오늘은 이만하자.']);
const shot = {
  ...expressionOf(talk, 'give it a shot', [[1, 'give it a shot']]),
  translation: '한번 해 보다',
};
const day = { ...expressionOf(talk, 'call it a day', [[2, 'call it a day']]), translation: '이만하자' };
const planOf = (given: object = {}) =>
  planLesson(
    inputOf({ cues: talk, translation: korean, expressions: [shot, day], shorts: theme.shorts, ...given }),
  );

describe('shorts', () => {
  it('are planned only when asked for, beside the lesson and not in it', () => {
    const [without, withShorts] = [planOf({ shorts: null }), planOf()];
    expect(without.shorts).toBeNull();
    expect(withShorts.segments).toEqual(without.segments);
    expect(withShorts.sequence).toEqual(without.sequence);
    expect(withShorts.totalFrames).toBe(without.totalFrames);
    expect(withShorts.groups.slice(without.groups.length).map(({ id }) => id)).toEqual([
      'short-01',
      'short-02',
    ]);
  });

  it('show the scene whole, upright, one an expression even where two share a scene', () => {
    const plan = planOf();
    const { shorts } = plan;
    expect(plan.clips.map(({ segment }) => segment)).toEqual(['scene-01', 'scene-01']);
    const scene = plan.segments.find(({ id }) => id === 'scene-01')!;
    expect(shorts!.format).toEqual({ ...plan.format, width: 1080, height: 1920 });
    expect(shorts!.files.map(({ file }) => file)).toEqual([
      'shorts/01-give-it-a-shot.mp4',
      'shorts/02-call-it-a-day.mp4',
    ]);
    for (const short of shorts!.segments) {
      expect({ ...short.picture, inset: undefined }).toEqual({ ...scene.picture, inset: undefined });
      expect([short.frames, short.samples, short.sound]).toEqual([scene.frames, scene.samples, scene.sound]);
      expect(short.frames / 24).toBeLessThanOrEqual(60);
    }
  });

  it('say their own expression all the time, and light it alone in what is said', () => {
    const [first] = planOf().shorts!.segments;
    const texts = (role: string) => first!.captions.filter((caption) => caption.role === role);
    const [headword] = texts('headword');
    expect(headword).toMatchObject({ text: 'give it a shot', startMs: 0, lit: [{ start: 0, end: 14 }] });
    expect(headword!.endMs).toBe(Math.floor((first!.frames * 1000) / 24));
    expect(texts('gloss')).toMatchObject([{ text: '한번 해 보다' }]);
    expect(texts('source').map(({ text, lit }) => [text, lit])).toEqual([
      ['You look tired.', []],
      ['Why not give it a shot?', [{ start: 8, end: 22 }]],
      ['Let us call it a day.', []],
    ]);
    expect(texts('translation').map(({ text }) => text)).toEqual(korean.map(({ text }) => text));
  });

  it('give the meaning where there is no translation', () => {
    const [first] = planOf({ expressions: [{ ...shot, translation: null }] }).shorts!.segments;
    expect(first!.captions.find(({ role }) => role === 'gloss')!.text).toBe('what give it a shot means');
  });

  it.each([
    [1280, 720, { width: 1080, height: 608 }],
    [1920, 800, { width: 1080, height: 450 }],
    [640, 480, { width: 1080, height: 810 }],
    [1080, 1920, { x: 0, y: 0, width: 1080, height: 1920 }],
    [500, 1000, { width: 960, height: 1920, x: 60, y: 0 }],
  ])('set a picture of %d x %d whole and in even pixels', (width, height, expected) => {
    const [short] = planOf({ probe: probeOf({ width, height }) }).shorts!.segments;
    const { inset } = short!.picture as { inset: Record<'x' | 'y' | 'width' | 'height', number> };
    expect(inset).toMatchObject(expected);
    for (const key of ['x', 'y', 'width', 'height'] as const) expect(inset[key] % 2).toBe(0);
    expect(inset.y).toBeGreaterThanOrEqual(0);
    expect(inset.y + inset.height).toBeLessThanOrEqual(1920);
  });

  it('are rendered in their own format, the lesson in its own', () => {
    const plan = planOf();
    expect(groupPieces(plan, 'short-02')).toEqual([
      { segment: plan.shorts!.segments[1], format: plan.shorts!.format },
    ]);
    expect(groupPieces(plan, 'scene-01').map(({ format }) => format)).toEqual([plan.format]);
    expect(groupPieces(plan, 'short-09')).toEqual([]);
  });
});

describe('the words of an expression in a translated line', () => {
  const lit = (text: string, ...translations: (string | null)[]) =>
    litInTranslation(
      text,
      translations.map((translation) => ({ translation })),
    ).map(({ start, end }) => text.slice(start, end));

  it('are lit where they stand as they are, whatever their case and blanks', () => {
    expect(lit('Que te trae a la tierra', 'qué te trae', 'te trae')).toEqual(['te trae']);
    expect(lit('No, FUERA  de juego.', 'fuera de juego')).toEqual(['FUERA  de juego']);
    expect(lit('오늘은 이만하자.', '이만하자')).toEqual(['이만하자']);
    expect(lit('就试一试嘛', '试一试')).toEqual(['试一试']);
    expect(lit('هيا، جرّبها فحسب', 'جرّبها')).toEqual(['جرّبها']);
  });

  it('are whole words, in the line’s order, none twice', () => {
    expect(lit('Concentrado', 'con', 'centra')).toEqual([]);
    expect(lit('uno y dos', 'dos', 'uno', 'dos')).toEqual(['uno', 'dos']);
    expect(lit('做一件事', '一')).toEqual([]);
  });

  it('are not looked for by signs of a pattern', () => {
    expect(lit('qué (te) trae a ...?', '(te) trae a ...?')).toEqual(['(te) trae a ...?']);
    expect(lit('abc', '.*', '', '   ', null)).toEqual([]);
  });
});
