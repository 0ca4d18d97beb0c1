import { z } from 'zod';
import { LEVELS } from '../shared/expression.js';
import type { LessonOptions } from '../shared/inputs.js';
import { reportSchema } from '../shared/json-output.js';
import { QUALITIES } from '../shared/quality.js';
import type { Report } from '../shared/results.js';
import { type ListedSegment, listedSegmentSchema, MOST_SEGMENTS } from './segment-list.js';

/** Where a study pack's manifest is, within the pack. */
export const MANIFEST_FILE = 'manifest.json';

/** A file's place within the study pack: forward slashes, never out of it, the same on every system. */
const packPath = z.string().refine(isPackPath, { error: 'must be a path within the study pack' });

/**
 * `manifest.json`: what a study pack is made of and what it was made from. It holds no times of day, so that the same
 * run gives the same bytes.
 */
export const manifestSchema = z.looseObject({
  schemaVersion: z.literal(1),
  product: z.literal('langflix'),
  /** Of langflix. */
  version: z.string(),
  workflowId: z.string(),
  runId: z.string(),
  /** Identifies what was asked for: the same request finds its finished pack by it. */
  request: z.string().optional(),
  episode: z.looseObject({
    name: z.string(),
    bytes: z.int().min(0),
    /** Tells one video from another, without its path. */
    fingerprint: z.string(),
  }),
  /** Those that shape the lesson. */
  options: z.looseObject({
    native: z.string().nullable(),
    level: z.enum(LEVELS),
    maxExpressions: z.int().min(1),
    shorts: z.boolean().default(false),
    quality: z.enum(QUALITIES).default('standard'),
    audioTrack: z.union([z.int(), z.string()]).nullable().default(null),
    /** Which language model helped to find the expressions; null: none. */
    model: z.string().nullish(),
  }),
  versions: z.looseObject({
    langflix: z.string(),
    pipeline: z.int(),
    ffmpeg: z.string(),
    node: z.string(),
  }),
  /** Every file of the pack but this one, sorted by path. */
  files: z
    .array(
      z.looseObject({
        path: packPath,
        bytes: z.int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .refine((files) => new Set(files.map(({ path }) => path)).size === files.length, {
      error: 'must not name a file twice',
    }),
  /** What the lesson shows, in order. Absent from packs of earlier versions. */
  segments: z.array(listedSegmentSchema).max(MOST_SEGMENTS).optional(),
  report: reportSchema,
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = Manifest['files'][number];

/** What a manifest is built from; the rest follows. */
export interface ManifestInput {
  workflowId: string;
  runId: string;
  request?: string;
  episode: { name: string; bytes: number; fingerprint: string };
  options: LessonOptions;
  versions: { langflix: string; pipeline: number; ffmpeg: string; node: string };
  files: readonly { path: string; bytes: number; sha256: string }[];
  segments: ListedSegment[];
  report: Report;
}

/**
 * The manifest of a study pack: files sorted by path (in code units, the same everywhere), the manifest itself not
 * among them, keys always in the same order. Throws a ZodError when a path leads out of the pack or comes twice.
 */
export function buildManifest(input: ManifestInput): Manifest {
  const { workflowId, runId, request, episode, options, versions, segments, report } = input;
  const files = input.files
    .filter(({ path }) => path !== MANIFEST_FILE)
    .map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return manifestSchema.parse({
    schemaVersion: 1,
    product: 'langflix',
    version: versions.langflix,
    workflowId,
    runId,
    ...(request === undefined ? {} : { request }),
    episode,
    options,
    versions,
    files,
    segments,
    report,
  });
}

/** Reads a manifest's text; null when it is none of langflix's, is broken, or names files outside its folder. */
export function parseManifest(text: string): Manifest | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = manifestSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

function isPackPath(path: string): boolean {
  if (path === '' || /[\\\0]/.test(path) || /^[A-Za-z]:/.test(path)) return false;
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
}
