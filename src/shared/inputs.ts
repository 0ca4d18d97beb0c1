import { z } from 'zod';
import { LEVELS } from './expression.js';
import { DEFAULT_LIMITS } from './limits.js';
import {
  DEFAULT_MAX_LLM_TOKENS,
  LEAST_LLM_TOKENS,
  MODEL_NAME_RULE,
  MOST_LLM_TOKENS,
  parseModelName,
} from './model-name.js';
import { QUALITIES } from './quality.js';
import { reviewSettingsSchema } from './review.js';

/** POSIX, or Windows with a drive letter or a share. Checked without node:path: this runs in workflows too. */
const absolutePath = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => !path.includes('\0'), { error: 'must not contain a NUL character' })
  .refine((path) => /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path), {
    error: 'must be an absolute path on the worker’s machine',
  });

const day = 24 * 60 * 60_000;

export const limitsSchema = z
  .strictObject({
    softMs: z.int().min(1).max(day).default(DEFAULT_LIMITS.softMs),
    hardMs: z.int().min(1).max(day).default(DEFAULT_LIMITS.hardMs),
    heartbeatMs: z.int().min(1000).max(day).default(DEFAULT_LIMITS.heartbeatMs),
  })
  .refine((limits) => limits.softMs <= limits.hardMs, {
    error: 'the soft limit must not be above the hard limit',
  });

/** Longest list of known expressions; with it, an input stays far below what a Temporal payload may hold. */
export const MOST_KNOWN = 5000;

export const lessonOptionsSchema = z.strictObject({
  /** The learner's language, ISO 639-1; null: that of the translation. */
  native: z
    .string()
    .regex(/^[a-z]{2,3}$/, { error: 'must be a language code such as ko or es' })
    .nullable()
    .default(null),
  level: z.enum(LEVELS).default('B1'),
  maxExpressions: z.int().min(1).max(50).default(10),
  /** An upright clip of each expression, for phones, too. */
  shorts: z.boolean().default(false),
  quality: z.enum(QUALITIES).default('standard'),
  /** The episode's audio track: its number, counted from 1, or its language; null: English, else the default one. */
  audioTrack: z
    .union([z.int().min(1).max(200), z.string().regex(/^[a-z]{2,3}$/)], {
      error: 'must be a track number such as 2 or a language code such as en',
    })
    .nullable()
    .default(null),
  /** The language model that finds expressions, `provider/model`; null: they are found offline. */
  model: z
    .string()
    .refine((name) => parseModelName(name) !== null, { error: MODEL_NAME_RULE })
    .nullable()
    .default(null),
  /** Most tokens that the model may use in the run, questions and answers together. */
  maxLlmTokens: z.int().min(LEAST_LLM_TOKENS).max(MOST_LLM_TOKENS).default(DEFAULT_MAX_LLM_TOKENS),
  /** Expressions that the learner knows already: they are never taught. */
  known: z.array(z.string().trim().min(1).max(100)).max(MOST_KNOWN).default([]),
});
export type LessonOptions = z.infer<typeof lessonOptionsSchema>;

const schemaVersion = z.literal(1).default(1);

export const processVideoInputSchema = z.strictObject({
  schemaVersion,
  videoPath: absolutePath,
  /** The study pack's folder. */
  outputDir: absolutePath,
  /** English; null: looked for beside the video, then in it. */
  subtitles: absolutePath.nullable().default(null),
  /** In the learner's language; null: none. */
  translation: absolutePath.nullable().default(null),
  options: lessonOptionsSchema.prefault({}),
  limits: limitsSchema.prefault({}),
  /** Wait for a person to look at the expressions before anything is made of them; null: do not. */
  review: reviewSettingsSchema.nullable().default(null),
  /** Make it anew although the same study pack is there already. */
  again: z.boolean().default(false),
});
/** What `processVideoContent` takes; everything but `videoPath` and `outputDir` has a default. */
export type ProcessVideoInput = z.input<typeof processVideoInputSchema>;
export type ProcessVideoRequest = z.output<typeof processVideoInputSchema>;

const words = z.string().trim().min(1).max(400);
const optionalWords = z.string().trim().max(400).nullish();

/** One slide's content. Fields that langflix does not know are ignored. */
export const slideItemSchema = z.object({
  /** Of the slide deck or episode: small, in the upper corner. */
  title: optionalWords,
  expression: words,
  translation: optionalWords,
  meaning: optionalWords,
  line: optionalWords,
  lineTranslation: optionalWords,
  level: optionalWords,
  kind: optionalWords,
  similar: z.array(words).max(10).nullish(),
});
export type SlideItem = z.infer<typeof slideItemSchema>;

/** A single slide or a bare list is put into the full form, so that errors name the field that is wrong. */
function asSlides(raw: unknown): unknown {
  if (Array.isArray(raw)) return { slides: raw };
  if (raw === null || typeof raw !== 'object' || 'slides' in raw) return raw;
  const { schemaVersion, outputDir, limits, ...slide } = raw as Record<string, unknown>;
  return { schemaVersion, outputDir, limits, slides: [slide] };
}

export const slidesInputSchema = z.preprocess(
  asSlides,
  z.strictObject({
    schemaVersion,
    /** Where the pictures go; null: a folder of the run's own under langflix's home. */
    outputDir: absolutePath.nullable().default(null),
    slides: z.array(slideItemSchema).min(1).max(500),
    limits: limitsSchema.prefault({}),
  }),
);
export type SlidesRequest = z.output<typeof slidesInputSchema>;

interface SlidesSettings {
  schemaVersion?: 1;
  outputDir?: string | null;
  limits?: z.input<typeof limitsSchema>;
}
/** What `generateEducationalSlides` takes: one slide's content, a list of them, or both with settings. */
export type SlidesInput =
  | SlideItem[]
  | (SlidesSettings & { slides: SlideItem[] })
  | (SlidesSettings & SlideItem);

export const cleanupInputSchema = z.strictObject({
  schemaVersion,
  /** Age since last use. */
  days: z.number().min(0).max(36500).default(7),
  /** Only say what would be removed. */
  dryRun: z.boolean().default(false),
  limits: limitsSchema.prefault({}),
});
/** What `cleanupOldFiles` takes; all of it has a default. */
export type CleanupInput = z.input<typeof cleanupInputSchema>;
export type CleanupRequest = z.output<typeof cleanupInputSchema>;
