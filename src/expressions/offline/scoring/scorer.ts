import { z } from 'zod';
import { LangflixError } from '../../../shared/errors.js';

/** What `npm run train:scorer` writes to `data/scorer.json`. */
const weightsSchema = z.object({
  version: z.literal(1),
  /** How the weights came about, for people. */
  about: z.record(z.string(), z.unknown()),
  /** Probability from which a match is taken for the expression. */
  threshold: z.number().min(0).max(1),
  /** Of each feature, in log odds. */
  weights: z.record(z.string(), z.number()),
});

/** A logistic regression over the features of a match. */
export interface Scorer {
  threshold: number;
  weights: ReadonlyMap<string, number>;
}

/** @throws LangflixError `Internal` when the weights are not in the shape that the training writes */
export function loadScorer(json: unknown): Scorer {
  const checked = weightsSchema.safeParse(json);
  if (!checked.success)
    throw new LangflixError('Internal', `data/scorer.json is broken: ${z.prettifyError(checked.error)}`, {
      hint: 'Install langflix again.',
    });
  const { threshold, weights } = checked.data;
  return { threshold, weights: new Map(Object.entries(weights)) };
}

/** How likely it is, 0 to 1, that words with these features are the expression they look like. */
export function probability(features: readonly string[], { weights }: Scorer): number {
  const logOdds = features.reduce((sum, feature) => sum + (weights.get(feature) ?? 0), 0);
  return 1 / (1 + Math.exp(-logOdds));
}
