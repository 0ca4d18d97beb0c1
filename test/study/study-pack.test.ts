import { describe, expect, it } from 'vitest';
import { planLesson } from '../../src/lesson/index.js';
import type { ExpressionResult } from '../../src/shared/results.js';
import {
  buildManifest,
  expressionsFileOf,
  expressionsFileSchema,
  type ManifestInput,
  packResult,
  parseManifest,
  publicExpression,
} from '../../src/study/index.js';
import { cuesOf, expressionOf, inputOf } from '../lesson/samples.js';

const cues = cuesOf([10_000, 12_000, 'Why not give it a shot?'], [60_000, 62_000, 'Could you pick that up?']);
const plan = planLesson(
  inputOf({
    cues,
    translationFor: () => 'una línea',
    expressions: [
      expressionOf(cues, 'give it a shot', [[0, 'give it a shot']]),
      expressionOf(cues, 'pick up', [
        [1, 'pick'],
        [1, 'up'],
      ]),
    ],
  }),
);

const sha256 = 'a'.repeat(64);
const manifestInput: ManifestInput = {
  workflowId: 'langflix-1a2b',
  runId: 'b7c1',
  episode: { name: 'road.mp4', bytes: 12, fingerprint: 'f00d' },
  options: {
    native: null,
    level: 'B1',
    maxExpressions: 10,
    shorts: false,
    quality: 'standard',
    audioTrack: null,
    model: null,
    maxLlmTokens: 500_000,
    known: [],
  },
  segments: [],
  versions: { langflix: '0.1.0', pipeline: 1, ffmpeg: '5.1.9', node: 'v20.19.0' },
  files: ['slides/01-give-it-a-shot.png', 'lesson.mp4', 'manifest.json', 'clips/01-give-it-a-shot.mp4'].map(
    (path) => ({
      path,
      bytes: 3,
      sha256,
    }),
  ),
  report: {
    cues: 2,
    droppedCues: 0,
    problems: [],
    notes: [],
    candidates: 3,
    accepted: 2,
    rejected: 1,
    chosen: 2,
    leftOut: [],
    seconds: 61.4,
  },
};

describe('an expression for the public', () => {
  it('has exactly the documented fields', () => {
    const shown = publicExpression(plan.expressions[1]!);
    expect(Object.keys(shown)).toEqual([
      ...['headword', 'kind', 'level', 'text', 'meaning', 'translation'],
      ...['line', 'lineTranslation', 'startMs', 'endMs'],
    ]);
    expect(shown).toMatchObject({ text: 'pick ... up', translation: null, lineTranslation: 'una línea' });
    expect([shown.startMs, shown.endMs]).toEqual([58_000, 64_000]);
  });
});

describe('expressions.json', () => {
  it('names each expression’s clip and slide, and the words to light', () => {
    const file = expressionsFileOf(plan, 'The Long Road');
    expect(expressionsFileSchema.parse(JSON.parse(JSON.stringify(file)))).toEqual(file);
    expect(file.version).toBe(1);
    expect(file.expressions.map(({ clip, slide }) => [clip, slide])).toEqual([
      ['clips/01-give-it-a-shot.mp4', 'slides/01-give-it-a-shot.png'],
      ['clips/02-pick-up.mp4', 'slides/02-pick-up.png'],
    ]);
    const [, pickUp] = file.expressions;
    expect(pickUp!.lit.map(({ start, end }) => pickUp!.line.slice(start, end))).toEqual(['pick', 'up']);
  });
});

describe('the manifest', () => {
  it('lists all files but itself, sorted, and no times of day', () => {
    const manifest = buildManifest(manifestInput);
    expect(manifest.files.map(({ path }) => path)).toEqual([
      'clips/01-give-it-a-shot.mp4',
      'lesson.mp4',
      'slides/01-give-it-a-shot.png',
    ]);
    expect(manifest).toMatchObject({ schemaVersion: 1, product: 'langflix', version: '0.1.0' });
    expect(manifest).not.toHaveProperty('request');
  });

  it('is the same bytes for the same pack, however it was listed', () => {
    const text = JSON.stringify(buildManifest(manifestInput));
    expect(
      JSON.stringify(buildManifest({ ...manifestInput, files: [...manifestInput.files].reverse() })),
    ).toBe(text);
    const { report, files, ...rest } = manifestInput;
    expect(JSON.stringify(buildManifest({ report, files, ...rest }))).toBe(text);
  });

  it('comes back from its text, also with fields of a later version', () => {
    const manifest = buildManifest({ ...manifestInput, request: 'c0ffee' });
    expect(parseManifest(JSON.stringify(manifest))).toEqual(manifest);
    expect(parseManifest(JSON.stringify({ ...manifest, later: true }))).toMatchObject({ request: 'c0ffee' });
  });

  it.each([
    ['nothing', ''],
    ['half of it', JSON.stringify(buildManifest(manifestInput)).slice(0, 200)],
    ['no object', 'null'],
    ['another product', JSON.stringify({ ...buildManifest(manifestInput), product: 'other' })],
    ['another version', JSON.stringify({ ...buildManifest(manifestInput), schemaVersion: 2 })],
    ['no files', JSON.stringify({ ...buildManifest(manifestInput), files: undefined })],
  ])('is not read from %s', (_, text) => {
    expect(parseManifest(text)).toBeNull();
  });

  it.each(['../lesson.mp4', '/etc/passwd', 'clips/../../x', 'C:/x', 'clips\\x', '', 'a//b', './a'])(
    'names no file outside its folder: %j',
    (path) => {
      const files = [{ path, bytes: 1, sha256 }];
      expect(() => buildManifest({ ...manifestInput, files })).toThrow();
      expect(parseManifest(JSON.stringify({ ...buildManifest(manifestInput), files }))).toBeNull();
    },
  );

  it('names no file twice', () => {
    const twice = [...manifestInput.files, ...manifestInput.files];
    expect(() => buildManifest({ ...manifestInput, files: twice })).toThrow();
  });
});

describe('a finished pack', () => {
  it('answers as its run did', () => {
    const result = packResult(
      '/films/road-langflix',
      buildManifest(manifestInput),
      expressionsFileOf(plan, 'road'),
    );
    expect(result).toMatchObject({
      status: 'completed',
      message: 'Made a lesson of 1:01 with 2 expressions.',
      outputDir: '/films/road-langflix',
      outputs: {
        lesson: 'lesson.mp4',
        clips: ['clips/01-give-it-a-shot.mp4'],
        slides: ['slides/01-give-it-a-shot.png'],
        manifest: 'manifest.json',
      },
      report: manifestInput.report,
    });
    expect(result.expressions).toEqual(
      plan.expressions.map((one): ExpressionResult => publicExpression(one)),
    );
  });
});
