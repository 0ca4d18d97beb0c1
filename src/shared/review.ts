import { z } from 'zod';
import { EXPRESSION_KINDS, LEVELS } from './expression.js';

const day = 24 * 60 * 60_000;
export const DEFAULT_REVIEW_TIMEOUT_MS = day;

export const reviewSettingsSchema = z.strictObject({
  /** How long to wait for the person; then the proposal is taken as it is. */
  timeoutMs: z
    .int()
    .min(1000)
    .max(30 * day)
    .default(DEFAULT_REVIEW_TIMEOUT_MS),
});
export type ReviewSettings = z.infer<typeof reviewSettingsSchema>;

/** Most characters of what a person may write on a slide. */
export const MOST_MEANING = 160;
export const MOST_TRANSLATION = 80;
/** Most expressions of a lesson, as in the options. */
const MOST_KEPT = 50;
/** More than any proposal has expressions. */
const MOST_EDITS = 100;
/** Of numbers that do not exist, so many are named. */
const MOST_NAMED = 5;

/** An expression that a person is asked about. */
export const proposedSchema = z.looseObject({
  id: z.int().min(1).meta({ description: 'What `langflix review` calls it.' }),
  keep: z.boolean().meta({ description: 'Whether the lesson teaches it unless somebody objects.' }),
  headword: z.string(),
  kind: z.enum(EXPRESSION_KINDS),
  level: z.enum(LEVELS),
  text: z.string().meta({ description: 'The words as spoken.' }),
  line: z.string().meta({ description: 'The subtitle line they are spoken in.' }),
  startMs: z.number().min(0).meta({ description: 'Start of that line in the episode, in milliseconds.' }),
  meaning: z.string(),
  translation: z.string().nullable(),
});
export type Proposed = z.infer<typeof proposedSchema>;

/** What a run proposes to teach: first what it has chosen, in the order of the episode, then what else could be. */
export const proposalSchema = z.looseObject({ items: z.array(proposedSchema) });
export type Proposal = z.infer<typeof proposalSchema>;

const id = z.int().min(1);
const edited = (what: string, most: number) =>
  z
    .string()
    // Before blanks are taken away: a history keeps what was sent.
    .max(2 * most, { error: `the ${what} is longer than ${most} characters` })
    .trim()
    .min(1, { error: `the ${what} is empty` })
    .max(most, { error: `the ${what} is longer than ${most} characters` });

/** What a person has decided. `review` of the client and the update of the same name take it. */
export const reviewDecisionSchema = z.strictObject({
  schemaVersion: z.literal(1).default(1),
  /** Ids of those that the lesson teaches; all others are dropped. */
  keep: z.array(id).max(MOST_KEPT, { error: `a lesson has at most ${MOST_KEPT} expressions` }),
  edits: z
    .array(
      z.strictObject({
        id,
        meaning: edited('meaning', MOST_MEANING).optional(),
        /** null: none is shown. */
        translation: edited('translation', MOST_TRANSLATION).nullish(),
      }),
    )
    .max(MOST_EDITS, { error: `there are more than ${MOST_EDITS} edits` })
    .default([]),
});
export type ReviewDecision = z.input<typeof reviewDecisionSchema>;
export type ReviewRequest = z.output<typeof reviewDecisionSchema>;

/** Why a decision cannot be taken, in words for the person who made it; null: it can. */
export function reviewProblem({ items }: Proposal, { keep, edits }: ReviewRequest): string | null {
  const known = new Set(items.map((item) => item.id));
  const ids = [...keep, ...edits.map((edit) => edit.id)];
  const unknown = [...new Set(ids.filter((one) => !known.has(one)))];
  if (unknown.length > 0) {
    const more = unknown.length - MOST_NAMED;
    const named = `${unknown.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return `There is no expression ${named}: they are numbered 1 to ${items.length}.`;
  }
  if (keep.length === 0) {
    return 'Every expression is dropped, and a lesson needs at least one. To make no lesson at all: langflix cancel';
  }
  if (new Set(keep).size < keep.length) return 'An expression is kept twice.';
  if (new Set(edits.map((edit) => edit.id)).size < edits.length) return 'An expression is edited twice.';
  return null;
}

/** How a review ended, as reports tell it. */
export interface ReviewOutcome {
  by: 'person' | 'timeout';
  kept: number;
  dropped: number;
  edited: number;
}
