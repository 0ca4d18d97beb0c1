import { resolve } from 'node:path';
import { LangflixError } from '../../shared/errors.js';
import { MOST_KNOWN } from '../../shared/inputs.js';
import { readSmallFile } from './small-file.js';

/** Longest file that is read, in bytes: anything above is no list of words. */
const MOST_BYTES = 1_000_000;
const LONGEST_LINE = 100;

/**
 * Reads a list of expressions that the learner knows: one a line, whatever follows a tab ignored (so that a list exported
 * from a flashcard program will do), empty lines and those that start with `#` passed over.
 *
 * @throws LangflixError `InvalidInput`, naming the file and the line, when it is no such list
 */
export async function readKnownList(file: string): Promise<string[]> {
  const path = resolve(file);
  const bytes = await readSmallFile(path, MOST_BYTES, 'Check --known.');
  if (bytes.includes(0)) throw unusable(path, 'is no list of expressions');
  const lines = bytes
    .toString('utf8')
    .replace(/^\uFEFF/u, '')
    .split(/\r\n?|\n/u)
    .map((line) => line.split('\t')[0]!.trim());
  const long = lines.findIndex((line) => line.length > LONGEST_LINE && !line.startsWith('#'));
  if (long >= 0) throw unusable(path, `line ${long + 1} is longer than ${LONGEST_LINE} characters`);
  const known = [...new Set(lines.filter((line) => line !== '' && !line.startsWith('#')))];
  if (known.length > MOST_KNOWN) throw unusable(path, `has more than ${MOST_KNOWN} expressions`);
  return known;
}

function unusable(path: string, what: string): LangflixError {
  return new LangflixError('InvalidInput', `${path} ${what}`, { hint: 'Write one expression a line.' });
}
