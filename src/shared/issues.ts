import type { z } from 'zod';

/** What is wrong with an input, in one line: "limits: the soft limit must not be above the hard limit; ...". */
export function issuesText(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');
}
