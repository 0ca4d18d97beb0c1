import { LangflixError } from '../shared/errors.js';

/** Starts with no dot: names with one are langflix's own (`.trash`, `.new-...`), and `..` leads out. */
const ID = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

/** Whether an id can name a folder and leads nowhere else. */
export function isId(id: string): boolean {
  return ID.test(id);
}

/**
 * An id that becomes a folder's name, so that nothing escapes the home.
 *
 * @throws LangflixError `InvalidInput`
 */
export function checkId(what: string, id: string): string {
  if (isId(id)) return id;
  throw new LangflixError(
    'InvalidInput',
    `The ${what} ${JSON.stringify(id)} cannot name a folder: use letters, digits, dots, dashes and underscores.`,
    { hint: 'Start the run with an id of that kind.' },
  );
}
