// The sets that the extractor is measured on and trained from. Those of others are not part of the repository: their
// folder is ../shared/gold, or the one named by --gold. Our own are in data/gold.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folder with the sets of others; null, with a message, when there is none. */
export function goldFolder(args) {
  const named = args.indexOf('--gold');
  const folder = path.resolve(root, named < 0 ? '../shared/gold' : args[named + 1]);
  if (existsSync(path.join(folder, 'mwe-dev.jsonl'))) return folder;
  console.log(
    `${folder} has no mwe-dev.jsonl; only our own gold is used (--gold FOLDER names another place)`,
  );
  return null;
}

/**
 * Sentences with every multi-word expression marked (STREUSLE).
 *
 * @returns {{ text: string, expressions: { letters: Set<number>, type: string, isName: boolean }[] }[]}
 */
export function readMwe(folder) {
  return readLines(path.join(folder, 'mwe-dev.jsonl')).map(({ text, expressions }) => ({
    text,
    expressions: expressions.map(({ spans, text: words, type }) => ({
      letters: lettersOf(text, spans),
      type,
      isName: type === 'N' && words.split(/\s+/).every((word) => !/^\p{Ll}/u.test(word)),
    })),
  }));
}

/**
 * Sentences with one possible idiom each, used as such or literally (MAGPIE).
 *
 * @returns {{ text: string, idiom: string, figurative: boolean, variant: string, letters: Set<number> }[]}
 */
export function readIdioms(folder) {
  return readLines(path.join(folder, 'idiom-usage-dev.jsonl')).map(
    ({ text, idiom, usage, variant, spans }) => ({
      text,
      idiom,
      figurative: usage === 'figurative',
      variant,
      letters: lettersOf(text, spans),
    }),
  );
}

/**
 * Our own lines of one split, "tune" or "report".
 *
 * @returns {{ text: string, expressions: { headword: string, letters: Set<number>, optional: Set<number> }[], allowed: Set<number>[],
 *   negative: string | null }[]}
 */
export function readOwn(split) {
  return readLines(path.join(root, 'data/gold/subtitle-lines.jsonl'))
    .filter((line) => line.split === split)
    .map(({ text, expressions, allowed, negative }) => ({
      text,
      expressions: expressions.map(({ headword, spans, optional }) => ({
        headword,
        letters: lettersOf(text, spans),
        optional: lettersOf(text, optional ?? []),
      })),
      allowed: allowed.map((spans) => lettersOf(text, spans)),
      negative,
    }));
}

/** Positions of the letters and figures in spans: what two markings of the same words have in common. */
export function lettersOf(text, spans) {
  const letters = new Set();
  for (const [start, end] of spans)
    for (let at = start; at < end; at += 1) if (/[\p{L}\p{N}]/u.test(text[at])) letters.add(at);
  return letters;
}

export function sameLetters(one, other) {
  return one.size === other.size && [...one].every((letter) => other.has(letter));
}

/** How many letters two markings share. */
export function sharedLetters(one, other) {
  return [...one].filter((letter) => other.has(letter)).length;
}

function readLines(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}
