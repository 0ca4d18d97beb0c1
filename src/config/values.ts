import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { isModelPattern, MODEL_PATTERN_RULE } from '../shared/model-name.js';

export const wholeNumber = (min: number, max: number, fallback: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
export const DAY_MS = UNIT_MS.d;

/** A number without a unit is seconds. */
export const milliseconds = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d)?$/, { error: 'must be a length of time such as 30s, 2m or 1500ms' })
  .transform((text) => {
    const unit = /[a-z]+$/.exec(text)?.[0] ?? 's';
    return Math.round(Number.parseFloat(text) * UNIT_MS[unit as keyof typeof UNIT_MS]);
  });

/** For a number that {@link milliseconds} has read; both ends are allowed. */
export const between = (min: number, max: number, least: string, most: string) =>
  z
    .number()
    .min(min, { error: `must be at least ${least}` })
    .max(max, { error: `must be at most ${most}` });

const UNIT_BYTES = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** Decimal units, as disks are sold; a number without one is bytes. */
export const byteCount = z
  .string()
  .regex(/^\d+(\.\d+)?\s*([kmgt]?b)?$/i, { error: 'must be a size such as 20GB, 500MB or a number of bytes' })
  .transform((text) => {
    const unit = (/([kmgt]?)b$/i.exec(text)?.[1] ?? '').toLowerCase();
    return Math.round(Number.parseFloat(text) * UNIT_BYTES[unit as keyof typeof UNIT_BYTES]);
  });

/** A path stays right when a child process runs in another folder; a bare name is looked up in PATH. */
export const program = z.string().transform((name) => (/[\\/]/.test(name) ? resolve(name) : name));

/** No place for secrets: addresses are shown to people and written into logs. */
export const apiUrl = z
  .string()
  .refine(isPlainUrl, { error: 'must be an http or https address without user, password, ? and #' })
  .transform((url) => url.replace(/\/+$/, ''));

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
}

/** A key with a line break or an umlaut in it breaks the header that carries it. */
export const key = z
  .string()
  .regex(/^[\x21-\x7e]+$/, { error: 'must have no spaces, line breaks or accents' });

export const absoluteFolder = z.string().refine(isAbsolute, { error: 'must be an absolute path' });

/**
 * Which models runs may name: patterns between commas or blanks; `none`: no model at all.
 */
export const modelPatterns = z.string().transform((text, context): string[] => {
  const patterns = text.split(/[\s,]+/).filter((pattern) => pattern !== '');
  if (patterns.length === 1 && patterns[0] === 'none') return [];
  const wrong = patterns.find((pattern) => !isModelPattern(pattern));
  if (wrong !== undefined || patterns.length === 0) {
    context.addIssue({ code: 'custom', message: `${wrong ?? 'it'} ${MODEL_PATTERN_RULE}` });
    return z.NEVER;
  }
  return patterns;
});
