import { ApplicationFailure } from '@temporalio/workflow';
import type { z } from 'zod';
import { issuesText } from '../shared/issues.js';

/**
 * Checks what a client sent. A plain throw would retry the workflow task until the run times out, so a wrong input
 * ends the run at once, as `InvalidInput`.
 */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw ApplicationFailure.create({
    type: 'InvalidInput',
    message: issuesText(parsed.error),
    nonRetryable: true,
  });
}
