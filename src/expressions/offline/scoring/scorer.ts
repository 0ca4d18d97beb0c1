import { z } from 'zod';
import { LangflixError } from '../../../shared/errors.js';
import type { LexiconEntry } from '../lexicon/lexicon-entry.js';

const share = z.number().min(0).max(1);

/** What `npm run train:scorer` writes to `data/scorer.json`. */
const weightsSchema = z.object({
  version: z.literal(2),
  /** How the weights came about, for people. */
  about: z.record(z.string(), z.unknown()),
  /** Probability from which a match is taken for the expression; see {@link thresholdFor}. */
  thresholds: z.object({ idiom: share, literalProne: share, other: share }),
  /** Of each feature, in log odds. */
  weights: z.record(z.string(), z.number()),
});

/** A logistic regression over the features of a match. */
export interface Scorer {
  thresholds: Readonly<Record<'idiom' | 'literalProne' | 'other', number>>;
  weights: ReadonlyMap<string, number>;
}

/** @throws LangflixError `Internal` when the weights are not in the shape that the training writes */
export function loadScorer(json: unknown): Scorer {
  const checked = weightsSchema.safeParse(json);
  if (!checked.success)
    throw new LangflixError('Internal', `data/scorer.json is broken: ${z.prettifyError(checked.error)}`, {
      hint: 'Install langflix again.',
    });
  const { thresholds, weights } = checked.data;
  return { thresholds, weights: new Map(Object.entries(weights)) };
}

/**
 * Probability from which a match of this entry is taken for the expression. Idioms have one of their own: to explain one
 * where its words are meant as they stand does more harm than to miss it. So has what is marked as prone to that:
 * its probability has been lowered for it already.
 */
export function thresholdFor(
  { kind, literalProne }: LexiconEntry,
  { thresholds }: Pick<Scorer, 'thresholds'>,
): number {
  if (literalProne > 0) return thresholds.literalProne;
  return kind === 'idiom' || kind === 'proverb' ? thresholds.idiom : thresholds.other;
}

/** How likely it is, 0 to 1, that words with these features are the expression they look like. */
export function probability(features: readonly string[], { weights }: Pick<Scorer, 'weights'>): number {
  const logOdds = features.reduce((sum, feature) => sum + (weights.get(feature) ?? 0), 0);
  return 1 / (1 + Math.exp(-logOdds));
}
