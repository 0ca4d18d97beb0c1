import { describe, expect, it } from 'vitest';
import { lessonSummary, type PlanInput, planLesson, type Segment } from '../../src/lesson/index.js';
import { cuesOf, expressionOf, inputOf, probeOf } from './samples.js';

const secondsOf = ({ frames }: Segment, fps = 24) => frames / fps;
const startMsOf = ({ picture }: Segment) =>
  picture.type === 'episode' ? picture.startUs / 1000 : Number.NaN;
const endMsOf = (segment: Segment, fps = 24) =>
  Math.round(startMsOf(segment) + secondsOf(segment, fps) * 1000);
const planOf = (input: Partial<PlanInput> & Pick<PlanInput, 'cues' | 'expressions'>) => {
  const plan = planLesson(inputOf(input));
  const segment = (id: string) => plan.segments.find((one) => one.id === id)!;
  return { plan, segment, ids: plan.sequence };
};

const talk = cuesOf(
  [100_000, 102_000, 'You look tired.'],
  [102_500, 104_500, 'Why not give it\na shot?'],
  [105_000, 107_000, 'I would rather not.'],
  [300_000, 302_000, 'Could you pick that up?'],
);
const shot = expressionOf(talk, 'give it a shot', [[1, 'give it\na shot']]);
const pickUp = expressionOf(talk, 'pick up', [
  [3, 'pick'],
  [3, 'up'],
]);

describe('planLesson', () => {
  it('tells each expression in five steps, in the order of the episode', () => {
    const { plan, ids } = planOf({ cues: talk, expressions: [pickUp, shot] });
    expect(plan.expressions.map(({ headword }) => headword)).toEqual(['give it a shot', 'pick up']);
    expect(ids).toEqual([
      'title',
      ...['scene-01', '01-focus-1', '01-pause', '01-focus-2', '01-slide'],
      ...['scene-02', '02-focus-1', '02-pause', '02-focus-2', '02-slide'],
      'end',
    ]);
    expect(plan.segments.map(({ label }) => label).slice(0, 6)).toEqual([
      'Title',
      'Scene 1/2: give it a shot',
      'Line 1/2: give it a shot',
      'Pause 1/2: give it a shot',
      'Line with meaning 1/2: give it a shot',
      'Slide 1/2: give it a shot',
    ]);
    expect(plan.groups.map(({ id, segments }) => [id, segments.length])).toEqual([
      ['frame', 2],
      ['scene-01', 1],
      ['expression-01', 4],
      ['scene-02', 1],
      ['expression-02', 4],
    ]);
    expect(plan.clips).toEqual([
      { expression: 0, file: 'clips/01-give-it-a-shot.mp4', segment: 'scene-01' },
      { expression: 1, file: 'clips/02-pick-up.mp4', segment: 'scene-02' },
    ]);
    expect(plan.slides.map(({ file, still }) => [file, still])).toEqual([
      ['slides/01-give-it-a-shot.png', '01-slide'],
      ['slides/02-pick-up.png', '02-slide'],
    ]);
    expect(plan.stills.map(({ id }) => id)).toEqual([
      'title',
      '01-pause',
      '01-slide',
      '02-pause',
      '02-slide',
      'end',
    ]);
  });

  it('lists fifty expressions on five end cards, each for long enough to be read', () => {
    const many = cuesOf(
      ...Array.from({ length: 50 }, (_, i): [number, number, string] => [
        i * 30_000 + 1000,
        i * 30_000 + 3000,
        `Give it a shot ${i}.`,
      ]),
    );
    const expressions = Array.from({ length: 50 }, (_, i) => ({
      ...expressionOf(many, 'give it a shot', [[i, 'Give it a shot']]),
      headword: `give it a shot ${i}`,
    }));
    const { plan, ids } = planOf({ cues: many, expressions, probe: probeOf({ durationMs: 1_600_000 }) });
    expect(ids.slice(-5)).toEqual(['end-1', 'end-2', 'end-3', 'end-4', 'end-5']);
    const cards = plan.stills.flatMap(({ content }) => (content.kind === 'end' ? [content] : []));
    expect(cards.map(({ page }) => `${page.number}/${page.of}`)).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);
    expect(cards.flatMap(({ items }) => items.map(({ headword }) => headword))).toEqual(
      plan.expressions.map(({ headword }) => headword),
    );
    for (const { frames, kind } of plan.segments)
      if (kind === 'end') expect(frames / 24).toBeGreaterThanOrEqual(2 + 10 * 0.5);
    expect(plan.chapters.filter(({ title }) => title === 'What you learned')).toHaveLength(1);
  });

  it('takes the setup and the reaction into the scene, and half a second of breath', () => {
    const { plan, segment } = planOf({ cues: talk, expressions: [shot] });
    expect(startMsOf(segment('scene-01'))).toBe(99_500);
    expect(endMsOf(segment('scene-01'))).toBe(107_500);
    expect(plan.expressions[0]).toMatchObject({ startMs: 99_500, endMs: 107_500 });
    expect(segment('scene-01').captions).toEqual([
      { startMs: 500, endMs: 2500, role: 'source', text: 'You look tired.', lit: [] },
      {
        startMs: 3000,
        endMs: 5000,
        role: 'source',
        text: 'Why not give it\na shot?',
        lit: [{ start: 8, end: 22 }],
      },
      { startMs: 5500, endMs: 7500, role: 'source', text: 'I would rather not.', lit: [] },
    ]);
  });

  it('gives a line with silence all around it six seconds', () => {
    const { segment } = planOf({ cues: talk, expressions: [pickUp] });
    expect(secondsOf(segment('scene-01'))).toBe(6);
    expect([startMsOf(segment('scene-01')), endMsOf(segment('scene-01'))]).toEqual([298_000, 304_000]);
  });

  it('keeps the edges of a scene within two seconds of silence where speech is near enough', () => {
    const cues = cuesOf(
      [50_000, 51_000, 'Hello.'],
      [58_000, 59_000, 'Hang in there.'],
      [80_000, 81_000, 'Right.'],
    );
    const { segment } = planOf({
      cues,
      expressions: [expressionOf(cues, 'hang in there', [[1, 'Hang in there']])],
    });
    expect(startMsOf(segment('scene-01'))).toBe(49_500);
    expect(endMsOf(segment('scene-01'))).toBe(59_500);
  });

  it('shows the line alone, then a pause, then the line with what it means', () => {
    const { segment } = planOf({ cues: talk, expressions: [{ ...shot, translation: '한번 해 보다' }] });
    const [first, second] = [segment('01-focus-1'), segment('01-focus-2')];
    expect([startMsOf(first), endMsOf(first)]).toEqual([102_250, 104_750]);
    expect(first.captions).toEqual([
      { startMs: 0, endMs: 2500, role: 'line', text: 'Why not give it a shot?', lit: [] },
    ]);
    expect(second).toMatchObject({ picture: first.picture, sound: first.sound, frames: first.frames });
    expect(second.captions.map(({ role, text }) => [role, text])).toEqual([
      ['line', 'Why not give it a shot?'],
      ['meaning', 'what give it a shot means'],
      ['gloss', '한번 해 보다'],
    ]);
    expect(second.captions[0]!.lit).toEqual([{ start: 8, end: 22 }]);
    expect(secondsOf(segment('01-pause'))).toBe(2);
    expect(segment('01-pause').sound).toEqual({ type: 'silence' });
  });

  it('plays the line once on the slide, after 0.7 s', () => {
    const { segment } = planOf({ cues: talk, expressions: [shot] });
    const line = segment('01-focus-1');
    expect(segment('01-slide').sound).toEqual({ ...line.sound, delaySamples: 33_600, samples: 120_000 });
    expect(segment('01-slide').picture).toEqual({ type: 'still', still: '01-slide' });
  });

  it('cuts a line’s sound at the end of the slide', () => {
    const cues = cuesOf([10_000, 21_000, 'Go on.']);
    const short = { ...expressionOf(cues, 'go on', [[0, 'Go on']]), meaning: 'continue', similar: [] };
    const { segment } = planOf({ cues, expressions: [short] });
    const slide = segment('01-slide');
    expect(secondsOf(slide)).toBe(6);
    expect(slide.sound).toMatchObject({ delaySamples: 33_600, samples: 6 * 48_000 - 33_600 });
    expect(secondsOf(segment('01-pause'))).toBe(4);
  });

  it('burns both languages in, each at its own time', () => {
    const translation = cuesOf([102_400, 104_600, '한번 해 보지 그래?'], [107_300, 109_000, '다음 장면']);
    const { plan, segment } = planOf({
      cues: talk,
      translation,
      translationFor: (startMs, endMs) =>
        startMs === 102_500 && endMs === 104_500 ? ' 한번 해 보지\n그래? ' : null,
      expressions: [shot],
    });
    const burned = segment('scene-01').captions.filter(({ role }) => role === 'translation');
    expect(burned).toEqual([
      { startMs: 2900, endMs: 5100, role: 'translation', text: '한번 해 보지 그래?', lit: [] },
    ]);
    expect(plan.expressions[0]!.lineTranslation).toBe('한번 해 보지 그래?');
    expect(segment('01-focus-2').captions.map(({ role }) => role)).not.toContain('gloss');
  });

  it('shows a shared scene once, and marks the chapters within it', () => {
    const cues = cuesOf([10_000, 12_000, 'Why not give it a shot?'], [12_500, 14_500, 'I am not up to it.']);
    const { plan, ids, segment } = planOf({
      cues,
      expressions: [
        expressionOf(cues, 'give it a shot', [[0, 'give it a shot']]),
        expressionOf(cues, 'be up to', [[1, 'up to']]),
      ],
    });
    expect(ids.filter((id) => id.startsWith('scene'))).toEqual(['scene-01']);
    expect(ids.slice(1, 7)).toEqual([
      'scene-01',
      '01-focus-1',
      '01-pause',
      '01-focus-2',
      '01-slide',
      '02-focus-1',
    ]);
    expect(segment('scene-01').expressions).toEqual([0, 1]);
    expect(segment('scene-01').captions.map(({ lit }) => lit.length)).toEqual([1, 1]);
    expect(segment('scene-01').label).toBe('Scene 1/1: give it a shot, be up to');
    const starts = new Map<string, number>();
    let frame = 0;
    for (const { id, frames } of plan.segments) {
      starts.set(id, frame);
      frame += frames;
    }
    expect(plan.chapters).toEqual([
      { title: 'Introduction', startFrame: 0 },
      { title: 'give it a shot', startFrame: starts.get('scene-01') },
      { title: 'be up to', startFrame: starts.get('02-focus-1') },
      { title: 'What you learned', startFrame: starts.get('end') },
    ]);
    expect(plan.clips.map(({ segment: id }) => id)).toEqual(['scene-01', 'scene-01']);
  });

  it('does not show the same picture twice when scenes touch but are too long together', () => {
    const cues = cuesOf(
      [10_000, 14_000, 'One, two.'],
      [14_500, 19_000, 'Give it a shot.'],
      [19_500, 25_000, 'In between, long enough.'],
      [25_500, 30_000, 'Hang in there.'],
      [30_500, 35_000, 'The end.'],
    );
    const { segment } = planOf({
      cues,
      expressions: [
        expressionOf(cues, 'give it a shot', [[1, 'Give it a shot']]),
        expressionOf(cues, 'hang in there', [[3, 'Hang in there']]),
      ],
    });
    expect(startMsOf(segment('scene-02'))).toBeGreaterThanOrEqual(endMsOf(segment('scene-01')));
    expect(startMsOf(segment('scene-02'))).toBeLessThanOrEqual(25_500);
  });

  it('works for the first and the last words of an episode', () => {
    const cues = cuesOf([0, 1000, 'Hang in there.'], [8000, 8900, 'So long.']);
    const { segment } = planOf({
      cues,
      probe: probeOf({ durationMs: 9000 }),
      expressions: [expressionOf(cues, 'hang in there', [[0, 'Hang in there']])],
    });
    expect(startMsOf(segment('scene-01'))).toBe(0);
    expect(startMsOf(segment('01-focus-1'))).toBe(0);
    const last = planOf({
      cues,
      probe: probeOf({ durationMs: 9000 }),
      expressions: [expressionOf(cues, 'so long', [[1, 'So long']])],
    });
    expect(endMsOf(last.segment('01-focus-1'))).toBe(9000);
    expect(endMsOf(last.segment('scene-01'))).toBe(9000);
  });

  it('teaches a short last line that the last frame cuts by a moment', () => {
    const cues = cuesOf([8730, 9030, 'So long.']);
    const { segment } = planOf({
      cues,
      probe: probeOf({ durationMs: 9030 }),
      expressions: [expressionOf(cues, 'so long', [[0, 'So long']])],
    });
    expect(segment('scene-01').captions.at(-1)).toMatchObject({
      text: 'So long.',
      lit: [{ start: 0, end: 7 }],
    });
  });

  it('makes a scene of the whole of a very short episode', () => {
    const cues = cuesOf([500, 1500, 'Hang in there.']);
    const { segment } = planOf({
      cues,
      probe: probeOf({ durationMs: 2000, frameRate: { num: 30000, den: 1001 } }),
      expressions: [expressionOf(cues, 'hang in there', [[0, 'Hang in there']])],
    });
    expect(startMsOf(segment('scene-01'))).toBe(0);
    expect(segment('scene-01').frames).toBe(55);
  });

  it('takes only the cues with the expression out of a very long sentence, and a part of a very long cue', () => {
    const cues = cuesOf(
      [0, 9000, 'and so we went on and on'],
      [9000, 18_000, 'until we had to call it\na day, because'],
      [60_000, 100_000, `${'bla '.repeat(100)}hang in there ${'bla '.repeat(100)}`],
    );
    const { plan, segment } = planOf({
      cues,
      expressions: [
        expressionOf(cues, 'call it a day', [[1, 'call it\na day']]),
        expressionOf(cues, 'hang in there', [[2, 'hang in there']]),
      ],
    });
    expect(plan.expressions[0]!.line).toBe('until we had to call it a day, because');
    expect(secondsOf(segment('01-focus-1'))).toBe(9.5);
    expect(secondsOf(segment('02-focus-1'))).toBe(12.5);
    const middle = (startMsOf(segment('02-focus-1')) + endMsOf(segment('02-focus-1'))) / 2;
    expect(Math.abs(middle - 80_000)).toBeLessThan(100);
  });

  it('leaves no flash of the next line at the end of a scene', () => {
    const cues = cuesOf(
      [10_000, 13_000, 'Hang in there.'],
      [13_050, 40_000, 'A very long line that never seems to end.'],
    );
    const { segment } = planOf({
      cues,
      expressions: [expressionOf(cues, 'hang in there', [[0, 'Hang in there']])],
    });
    expect(segment('scene-01').captions.map(({ text }) => text)).toEqual(['Hang in there.']);
  });

  it('hands over between lines that overlap a little, and shows together what is on screen together', () => {
    const cues = cuesOf(
      [10_000, 12_100, 'Hang in there.'],
      [12_000, 14_000, 'I will.'],
      [12_500, 14_000, 'PARIS'],
    );
    const { segment } = planOf({
      cues,
      expressions: [expressionOf(cues, 'hang in there', [[0, 'Hang in there']])],
    });
    const offset = startMsOf(segment('scene-01'));
    expect(
      segment('scene-01').captions.map(({ startMs, endMs }) => [startMs + offset, endMs + offset]),
    ).toEqual([
      [10_000, 12_000],
      [12_000, 14_000],
      [12_500, 14_000],
    ]);
  });

  it('is silent where the episode is, and says so', () => {
    const { plan } = planOf({ cues: talk, expressions: [shot], probe: probeOf({ silent: true }) });
    expect(plan.segments.every(({ sound }) => sound.type === 'silence')).toBe(true);
    expect(plan.notes).toContain('The episode has no sound: the lesson is silent.');
  });

  it('says when the picture or its rate is not the episode’s own', () => {
    const notesOf = (probe: PlanInput['probe']) =>
      planOf({ cues: talk, translation: [], expressions: [shot], probe }).plan.notes;
    expect(notesOf(probeOf({ frameRate: { num: 2997, den: 125 }, width: 853 }))).toEqual([]);
    expect(notesOf(probeOf({ frameRate: { num: 15, den: 1 }, width: 3840, height: 2160 }))).toEqual([
      'The picture was scaled from 3840x2160 to 1920x1080.',
      'The lesson has 30/1 frames a second; the episode has 15/1.',
    ]);
  });

  it('plans without what was left out, and without what is spoken after the end', () => {
    const without = planOf({ cues: talk, expressions: [shot, pickUp], leftOut: ['give it a shot'] });
    expect(without.plan.expressions.map(({ headword }) => headword)).toEqual(['pick up']);
    const cut = planOf({ cues: talk, expressions: [shot, pickUp], probe: probeOf({ durationMs: 200_000 }) });
    expect(cut.plan.expressions.map(({ headword }) => headword)).toEqual(['give it a shot']);
    expect(cut.plan.notes.join()).toContain('“pick up”');
  });

  it('refuses what makes no lesson', () => {
    const kindOf = (input: Partial<PlanInput>) => {
      try {
        planLesson(inputOf({ cues: talk, expressions: [shot], ...input }));
        return null;
      } catch (error) {
        return (error as { kind: string }).kind;
      }
    };
    expect(kindOf({ expressions: [] })).toBe('NoExpressionsFound');
    expect(kindOf({ leftOut: ['give it a shot'] })).toBe('NoExpressionsFound');
    expect(kindOf({ probe: probeOf({ durationMs: 50_000 }) })).toBe('UnusableSubtitles');
    expect(kindOf({ probe: probeOf({ durationMs: 20 }) })).toBe('UnusableVideo');
  });

  it('sums itself up for a workflow', () => {
    const { plan } = planOf({ cues: talk, expressions: [shot, pickUp] });
    expect(lessonSummary(plan)).toEqual({
      expressions: 2,
      segments: 12,
      groups: plan.groups,
      seconds: Math.round((plan.totalFrames / 24) * 1000) / 1000,
    });
  });
});
