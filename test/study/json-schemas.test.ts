import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { ERROR_KINDS } from '../../src/shared/errors.js';
import { jsonOutputSchemas } from '../../src/shared/json-output.js';

const folder = new URL('../../schemas/', import.meta.url);
const committed = (name: string) => JSON.parse(readFileSync(new URL(`${name}.schema.json`, folder), 'utf8'));
const validator = (name: string) => new Ajv2020({ strict: true }).compile(committed(name));

const status = {
  workflowId: 'langflix-1a2b',
  runId: 'b7c1',
  state: 'PROGRESS',
  stage: 'segments',
  current: 120,
  total: 4000,
  percent: 12.5,
  status: 'Scene 3/12: give it a shot',
};
const expression = {
  headword: 'give it a shot',
  kind: 'idiom',
  level: 'B1',
  text: 'give it a shot',
  meaning: 'to try something',
  translation: null,
  line: 'Why not give it a shot?',
  lineTranslation: '한번 해 보지 그래?',
  startMs: 99_500,
  endMs: 107_500,
};
const report = {
  cues: 200,
  droppedCues: 1,
  problems: ['Cue 12 ends before it begins.'],
  notes: [],
  candidates: 30,
  accepted: 20,
  rejected: 10,
  chosen: 10,
  leftOut: [{ headword: 'up to', error: { type: 'MissingGlyph', message: 'No font has it.' } }],
  seconds: 301.2,
};
const run = { workflowId: 'langflix-1a2b', runId: 'b7c1' };
const examples: Record<string, object> = {
  process: {
    ...run,
    state: 'SUCCESS',
    outputDir: '/films/episode-langflix',
    message: 'Made a lesson.',
    expressions: [expression],
    outputs: {
      lesson: 'lesson.mp4',
      clips: ['clips/01-a.mp4'],
      shorts: [],
      slides: [],
      manifest: 'manifest.json',
    },
    report,
  },
  error: {
    workflowId: null,
    runId: null,
    state: 'FAILURE',
    error: { type: 'UnusableVideo', message: 'No picture.' },
  },
  status,
  list: { runs: [status, { ...status, state: 'PENDING', stage: null }] },
  watch: status,
  proposal: {
    ...run,
    items: [
      {
        ...{ id: 1, keep: true, headword: 'pick up', kind: 'phrasal verb', level: 'B1', text: 'pick ... up' },
        ...{ line: 'Pick it up.', startMs: 1200, meaning: 'take from the floor', translation: null },
      },
    ],
  },
  review: { ...run, review: { by: 'person', kept: 3, dropped: 1, edited: 0 } },
  expressions: {
    cues: [{ index: 0, startMs: 0, endMs: 900, text: 'pick it\nup' }],
    candidates: [
      {
        headword: 'pick up',
        kind: 'phrasal verb',
        spans: [
          { cue: 0, start: 0, end: 4 },
          { cue: 0, start: 8, end: 10 },
        ],
        text: 'pick ... up',
        score: 0.8,
        accepted: true,
        chosen: true,
        reasons: ['a phrasal verb'],
      },
    ],
  },
  slides: { ...run, state: 'SUCCESS', slides: ['/slides/01-a.png'] },
  storyboard: { file: '/films/episode-storyboard.png', pictures: 17 },
  cleanup: {
    ...run,
    state: 'SUCCESS',
    removed: [{ path: '/work/1', reason: '9 days old', bytes: 10 }],
    kept: [{ path: '/work/2', reason: 'its run is open' }],
    ended: [{ workflowId: 'lesson-1', runId: 'r', reason: 'nobody serves it' }],
    freedBytes: 10,
  },
};

describe('the committed JSON Schemas', () => {
  it('are those that the definitions give (else: npm run build && node scripts/schemas.mjs)', () => {
    const generated = JSON.parse(JSON.stringify(jsonOutputSchemas()));
    const names = readdirSync(folder).flatMap((file) => /^(.+)\.schema\.json$/.exec(file)?.[1] ?? []);
    expect(names.sort()).toEqual(Object.keys(generated).sort());
    expect(Object.fromEntries(names.map((name) => [name, committed(name)]))).toEqual(generated);
  });

  it.each(Object.keys(examples))('%s takes an example, also with fields of a later version', (name) => {
    const validate = validator(name);
    validate(examples[name]);
    expect(validate.errors).toBeNull();
    expect(validate({ ...examples[name], later: { any: 'thing' } })).toBe(true);
  });

  it.each(Object.keys(examples))('%s misses each of its fields', (name) => {
    const validate = validator(name);
    for (const field of Object.keys(examples[name]!)) {
      const without = Object.fromEntries(Object.entries(examples[name]!).filter(([key]) => key !== field));
      expect(validate(without), `${name} without ${field}`).toBe(false);
    }
  });

  it('let an expression’s and its line’s translation be null, but not be missing', () => {
    const validate = validator('process');
    const withExpression = (one: object) => ({ ...examples.process, expressions: [one] });
    expect(validate(withExpression({ ...expression, lineTranslation: null }))).toBe(true);
    const { translation: _, ...without } = expression;
    expect(validate(withExpression(without))).toBe(false);
  });

  it('know every kind of error and no other', () => {
    const types = committed('error').properties.error.properties.type.enum;
    expect(types).toEqual(Object.keys(ERROR_KINDS));
    expect(validator('error')({ ...examples.error, error: { type: 'Oops', message: '' } })).toBe(false);
  });

  it('know the states of Celery’s tasks', () => {
    const validate = validator('status');
    for (const state of ['PENDING', 'STARTED', 'PROGRESS', 'SUCCESS', 'FAILURE', 'CANCELLED']) {
      expect(validate({ ...status, state })).toBe(true);
    }
    expect(validate({ ...status, state: 'RUNNING' })).toBe(false);
  });
});
