import type { z } from 'zod';

/** An input can be wrong in a million places, and a message travels through histories and logs. */
const MOST_ISSUES = 10;
const MOST_CHARACTERS = 300;

/**
 * What is wrong with an input, in one line: "limits: the soft limit must not be above the hard limit; ...". However
 * much is wrong, it stays short: the first ten, each cut where it is long.
 */
export function issuesText(error: z.ZodError): string {
  const more = error.issues.length - MOST_ISSUES;
  const first = error.issues
    .slice(0, MOST_ISSUES)
    .map(({ path, message }) => clipped(path.length === 0 ? message : `${path.join('.')}: ${message}`));
  return [...first, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function clipped(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
