import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { DEFAULT_LIMITS } from '../shared/limits.js';
import { LEAST_LLM_TOKENS, MODEL_NAME_RULE, MOST_LLM_TOKENS, parseModelName } from '../shared/model-name.js';
import { TASK_QUEUE } from '../shared/names.js';
import { LOG_LEVELS } from './config.js';
import {
  absoluteFolder,
  apiUrl,
  between,
  byteCount,
  DAY_MS,
  key,
  milliseconds,
  modelPatterns,
  program,
  wholeNumber,
} from './values.js';

/**
 * What each variable may hold, and what is taken where it is unset.
 *
 * @param paths the system's places for a user's application data and caches
 */
export function schemaOf(paths: { data: string; cache: string }) {
  return z.object({
    LANGFLIX_HOME: absoluteFolder.default(paths.data),
    LANGFLIX_CACHE: absoluteFolder.default(paths.cache),
    LANGFLIX_FFMPEG: program.default('ffmpeg'),
    LANGFLIX_FFPROBE: program.default('ffprobe'),
    LANGFLIX_MEDIA_SLOTS: wholeNumber(1, 256, Math.min(256, availableParallelism())),
    LANGFLIX_TASK_QUEUE: z
      .string()
      .max(200)
      .regex(/^[\w.-]+$/, { error: 'may hold letters, digits, dots, dashes and underscores' })
      .default(TASK_QUEUE),
    LANGFLIX_IDLE_MINUTES: z.coerce.number().positive().max(525_600).default(10),
    LANGFLIX_HEARTBEAT_TIMEOUT: milliseconds
      .pipe(between(1000, DAY_MS, '1s', 'a day'))
      .default(DEFAULT_LIMITS.heartbeatMs),
    LANGFLIX_TRANSIENT_RETRY: milliseconds.pipe(between(0, DAY_MS, '0s', 'a day')).default(60_000),
    LANGFLIX_MODEL: z
      .string()
      .refine((name) => name === 'none' || parseModelName(name) !== null, { error: MODEL_NAME_RULE })
      .transform((name) => (name === 'none' ? null : name))
      .default(null),
    LANGFLIX_MODELS: modelPatterns.optional(),
    LANGFLIX_MAX_LLM_TOKENS: z.coerce.number().int().min(LEAST_LLM_TOKENS).max(MOST_LLM_TOKENS).optional(),
    LANGFLIX_MODEL_URL: apiUrl.optional(),
    LANGFLIX_MODEL_KEY: key.optional(),
    LANGFLIX_STALL_TIMEOUT: milliseconds.pipe(between(1000, DAY_MS, '1s', 'a day')).default(60_000),
    LANGFLIX_CACHE_MAX: byteCount.optional(),
    LANGFLIX_ABANDONED_AFTER: milliseconds
      .pipe(between(1000, 3650 * DAY_MS, '1s', '3650d'))
      .default(7 * DAY_MS),
    LANGFLIX_MODEL_TIMEOUT: milliseconds.pipe(between(1000, 3_600_000, '1s', 'an hour')).default(300_000),
    GEMINI_API_KEY: key.optional(),
    GOOGLE_GENERATIVE_AI_API_KEY: key.optional(),
    OPENAI_API_KEY: key.optional(),
    ANTHROPIC_API_KEY: key.optional(),
    LANGFLIX_LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
    LANGFLIX_PORT: wholeNumber(1, 65_535, 7233),
    LANGFLIX_UI_PORT: wholeNumber(1, 65_535, 8233),
    LANGFLIX_RETENTION_DAYS: wholeNumber(1, 3650, 30),
    TEMPORAL_CLI_PATH: z
      .string()
      .transform((path) => resolve(path))
      .optional(),
  });
}
