import { z } from 'zod';
import type { LessonPlan } from '../lesson/plan-types.js';
import { expressionResultSchema } from '../shared/json-output.js';
import type { ExpressionResult } from '../shared/results.js';

/** Raised when the file changes in a way that its readers would notice, other than by new fields. */
export const EXPRESSIONS_FILE_VERSION = 1;

/** `expressions.json` of a study pack: what the lesson teaches, for other programs. It may grow. */
export const expressionsFileSchema = z.looseObject({
  version: z.literal(EXPRESSIONS_FILE_VERSION),
  /** The episode's name. */
  episode: z.string(),
  /** In the order of the lesson. */
  expressions: z.array(
    expressionResultSchema.extend({
      /** Other ways to say it. */
      similar: z.array(z.string()),
      /** The expression's words in `line`, as UTF-16 offsets. */
      lit: z.array(z.looseObject({ start: z.int().min(0), end: z.int().min(0) })),
      /** Relative to the study pack. Expressions that share a scene have a clip each. */
      clip: z.string().nullable(),
      short: z.string().nullish().meta({ description: 'Null unless shorts were asked for.' }),
      slide: z.string().nullable(),
    }),
  ),
});
export type ExpressionsFile = z.infer<typeof expressionsFileSchema>;

/** An expression as results show it: these fields and no others. `startMs` and `endMs` are its scene's. */
export function publicExpression(planned: ExpressionResult): ExpressionResult {
  const { headword, kind, level, text, meaning, translation, line, lineTranslation, startMs, endMs } =
    planned;
  return { headword, kind, level, text, meaning, translation, line, lineTranslation, startMs, endMs };
}

/** What `expressions.json` says of a lesson. */
export function expressionsFileOf(
  plan: Pick<LessonPlan, 'expressions' | 'clips' | 'slides' | 'shorts'>,
  episodeName: string,
): ExpressionsFile {
  return {
    version: EXPRESSIONS_FILE_VERSION,
    episode: episodeName,
    expressions: plan.expressions.map((planned, position) => ({
      ...publicExpression(planned),
      similar: [...planned.similar],
      lit: planned.lit.map(({ start, end }) => ({ start, end })),
      short: plan.shorts?.files.find(({ expression }) => expression === position)?.file ?? null,
      clip: plan.clips.find(({ expression }) => expression === position)?.file ?? null,
      slide: plan.slides.find(({ expression }) => expression === position)?.file ?? null,
    })),
  };
}
