import { z } from 'zod';
import { ERROR_KINDS, type ErrorKind } from './errors.js';
import { EXPRESSION_KINDS, LEVELS } from './expression.js';
import { proposalSchema } from './review.js';

/**
 * The shapes that `--json` prints. They are public: they may grow (readers must ignore fields that they do not
 * know), but no field is taken away or changes its type. schemas/*.schema.json are made from these definitions.
 */

/** What a run can be in. SUCCESS, FAILURE and CANCELLED are final. */
export const RUN_STATES = ['PENDING', 'STARTED', 'PROGRESS', 'SUCCESS', 'FAILURE', 'CANCELLED'] as const;
export type RunState = (typeof RUN_STATES)[number];

const count = z.int().min(0);
const run = {
  workflowId: z.string().meta({ description: 'The run’s workflow id in Temporal.' }),
  runId: z.string().meta({ description: 'The run’s id in Temporal.' }),
};
const errorType = z
  .enum(Object.keys(ERROR_KINDS) as [ErrorKind, ...ErrorKind[]])
  .meta({ description: 'One of a closed list, explained in docs/errors.md.' });

/** An expression in results: exactly these fields. */
export const expressionResultSchema = z.looseObject({
  headword: z.string().meta({ description: 'The dictionary form.' }),
  kind: z.enum(EXPRESSION_KINDS),
  level: z.enum(LEVELS),
  text: z.string().meta({ description: 'The words as spoken.' }),
  meaning: z.string().meta({ description: 'In plain English.' }),
  translation: z.string().nullable().meta({ description: 'Of the expression; null where it is not known.' }),
  line: z.string().meta({ description: 'The sentence it is spoken in.' }),
  lineTranslation: z.string().nullable().meta({ description: 'Of the line; null without a translation.' }),
  startMs: z.number().min(0).meta({ description: 'Start of its scene in the episode, in milliseconds.' }),
  endMs: z.number().min(0).meta({ description: 'End of its scene in the episode, in milliseconds.' }),
});

/** How a review ended. */
const reviewOutcomeSchema = z.looseObject({
  by: z.enum(['person', 'timeout']),
  kept: count,
  dropped: count,
  edited: count,
});

/** What was read, guessed, dropped and left out on the way. */
export const reportSchema = z.looseObject({
  cues: count,
  droppedCues: count.meta({ description: 'Cues of the subtitle file that could not be used.' }),
  problems: z.array(z.string()).meta({ description: 'What was wrong with the input, a sentence each.' }),
  notes: z.array(z.string()).meta({ description: 'What was guessed or decided, a sentence each.' }),
  candidates: count,
  accepted: count,
  rejected: count,
  chosen: count,
  leftOut: z
    .array(
      z.looseObject({ headword: z.string(), error: z.looseObject({ type: errorType, message: z.string() }) }),
    )
    .meta({ description: 'Chosen, but failed through their own fault.' }),
  seconds: z.number().min(0).meta({ description: 'Length of the lesson.' }),
  model: z
    .looseObject({
      name: z.string().meta({ description: 'provider/model' }),
      parts: count.meta({ description: 'Parts of the episode that it was to be asked about.' }),
      answered: count,
      cached: count.meta({ description: 'Answered before, at no cost.' }),
      unreadable: count,
      unasked: count.meta({ description: 'Not asked about: --max-llm-tokens, or the model had failed.' }),
      found: count.meta({ description: 'Expressions that it named and that hold.' }),
      dropped: count.meta({ description: 'Those that do not hold.' }),
      refused: count.meta({ description: 'Found offline; it takes them for none in their line.' }),
      tokens: count,
      problem: z.string().nullable().meta({ description: 'Why it was given up; null when it was not.' }),
    })
    .nullish()
    .meta({ description: 'What asking a language model came to; null when none was asked.' }),
  review: reviewOutcomeSchema
    .nullish()
    .meta({ description: 'How the review ended; null when there was none.' }),
});

/** Paths in a study pack, relative to its folder. */
export const lessonOutputsSchema = z.looseObject({
  lesson: z.string(),
  clips: z.array(z.string()),
  shorts: z.array(z.string()).meta({ description: 'Empty without --shorts.' }),
  slides: z.array(z.string()),
  manifest: z.string(),
});

/** `process --json` and `result --json`, when the study pack was made. */
export const processOutputSchema = z.looseObject({
  ...run,
  state: z.literal('SUCCESS'),
  outputDir: z.string().meta({ description: 'The study pack’s folder, absolute.' }),
  message: z.string(),
  expressions: z.array(expressionResultSchema),
  outputs: lessonOutputsSchema.meta({ description: 'Paths relative to outputDir.' }),
  report: reportSchema,
});
export type ProcessOutput = z.infer<typeof processOutputSchema>;

/** Any command with `--json`, when it failed. */
export const failureOutputSchema = z.looseObject({
  workflowId: run.workflowId.nullable().meta({ description: 'Null when it never became a run.' }),
  runId: run.runId.nullable().meta({ description: 'Null when it never became a run.' }),
  state: z.enum(['FAILURE', 'CANCELLED']),
  error: z.looseObject({ type: errorType, message: z.string() }),
});
export type FailureOutput = z.infer<typeof failureOutputSchema>;

/** `status --json`, `process --detach --json`, `cancel --json`, and each line of `watch --json`. */
export const statusOutputSchema = z.looseObject({
  ...run,
  state: z.enum(RUN_STATES),
  stage: z.string().nullable().meta({ description: 'Null before the first stage.' }),
  current: z.number().min(0).meta({ description: 'Work done in this stage, in its own unit.' }),
  total: z
    .number()
    .min(0)
    .meta({ description: 'Work of this stage, in its own unit; 0 when it is not known.' }),
  percent: z.number().min(0).max(100).meta({ description: 'Of the whole run; it never goes backwards.' }),
  status: z.string().meta({ description: 'What is being done, for a person.' }),
});
export type StatusOutput = z.infer<typeof statusOutputSchema>;

/** `list --json`. */
export const listOutputSchema = z.looseObject({ runs: z.array(statusOutputSchema) });
export type ListOutput = z.infer<typeof listOutputSchema>;

/** `review --json`, when nothing is decided yet. */
export const proposalOutputSchema = proposalSchema.extend(run);
export type ProposalOutput = z.infer<typeof proposalOutputSchema>;

/** `review --json` with a decision. */
export const reviewOutputSchema = z.looseObject({ ...run, review: reviewOutcomeSchema });
export type ReviewOutput = z.infer<typeof reviewOutputSchema>;

/** `expressions --json`. */
export const expressionsOutputSchema = z.looseObject({
  cues: z.array(
    z.looseObject({
      index: count,
      startMs: z.number(),
      endMs: z.number(),
      text: z.string().meta({ description: 'Tags stripped, line breaks kept.' }),
    }),
  ),
  candidates: z
    .array(
      z.looseObject({
        headword: z.string(),
        kind: z.enum(EXPRESSION_KINDS),
        spans: z
          .array(
            z.looseObject({
              cue: count.meta({ description: 'The 0-based position in cues.' }),
              start: count.meta({ description: 'UTF-16 offset into that cue’s text.' }),
              end: count.meta({ description: 'UTF-16 offset into that cue’s text, exclusive.' }),
            }),
          )
          .meta({ description: 'The expression’s own words only: “pick ... up” is two spans.' }),
        text: z.string(),
        score: z.number(),
        accepted: z.boolean().meta({ description: 'Whether it really is an expression.' }),
        chosen: z.boolean().meta({ description: 'Whether this lesson takes it.' }),
        reasons: z.array(z.string()),
      }),
    )
    .meta({ description: 'Without --all, only the chosen.' }),
});
export type ExpressionsOutput = z.infer<typeof expressionsOutputSchema>;

/** `slides --json`. */
export const slidesOutputSchema = z.looseObject({
  ...run,
  state: z.enum(RUN_STATES),
  slides: z.array(z.string()).meta({ description: 'Absolute paths.' }),
});
export type SlidesOutput = z.infer<typeof slidesOutputSchema>;

/** `storyboard --json`. */
export const storyboardOutputSchema = z.looseObject({
  file: z.string().meta({ description: 'The sheet, a PNG: absolute.' }),
  pictures: count.meta({ description: 'How many are on it.' }),
});
export type StoryboardOutput = z.infer<typeof storyboardOutputSchema>;

/** `cleanup --json`. */
export const cleanupOutputSchema = z.looseObject({
  ...run,
  state: z.enum(RUN_STATES),
  removed: z
    .array(z.looseObject({ path: z.string(), reason: z.string(), bytes: count }))
    .meta({ description: 'With --dry-run: what would be removed.' }),
  kept: z.array(z.looseObject({ path: z.string(), reason: z.string() })),
  ended: z
    .array(z.looseObject({ workflowId: z.string(), runId: z.string(), reason: z.string() }))
    .meta({ description: 'Runs that no worker served any more.' }),
  freedBytes: count,
});
export type CleanupOutput = z.infer<typeof cleanupOutputSchema>;

const PUBLISHED = {
  process: { schema: processOutputSchema, title: 'langflix process --json, langflix result --json' },
  error: { schema: failureOutputSchema, title: 'langflix with --json, when a command fails' },
  status: {
    schema: statusOutputSchema,
    title: 'langflix status --json, process --detach --json, cancel --json',
  },
  list: { schema: listOutputSchema, title: 'langflix list --json' },
  watch: { schema: statusOutputSchema, title: 'One line of langflix watch --json' },
  expressions: { schema: expressionsOutputSchema, title: 'langflix expressions --json' },
  proposal: { schema: proposalOutputSchema, title: 'langflix review --json' },
  review: {
    schema: reviewOutputSchema,
    title: 'langflix review --approve --json (or --keep, --drop, --edit)',
  },
  slides: { schema: slidesOutputSchema, title: 'langflix slides --json' },
  storyboard: { schema: storyboardOutputSchema, title: 'langflix storyboard --json' },
  cleanup: { schema: cleanupOutputSchema, title: 'langflix cleanup --json' },
} as const;

/** The public shapes as JSON Schemas (draft 2020-12), by name: `status` is in schemas/status.schema.json. */
export function jsonOutputSchemas(): Record<keyof typeof PUBLISHED, Record<string, unknown>> {
  const entries = Object.entries(PUBLISHED).map(([name, { schema, title }]) => {
    const { $schema, ...rest } = z.toJSONSchema(schema);
    return [name, { $schema, title, ...rest }];
  });
  return Object.fromEntries(entries);
}
