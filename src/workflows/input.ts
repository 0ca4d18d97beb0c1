import { ApplicationFailure } from '@temporalio/workflow';
import { z } from 'zod';

/**
 * Checks what a client sent. A plain throw would retry the workflow task until the run times out, so a wrong input
 * ends the run at once, as `InvalidInput`.
 */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw ApplicationFailure.create({
    type: 'InvalidInput',
    message: z.prettifyError(parsed.error),
    nonRetryable: true,
  });
}
