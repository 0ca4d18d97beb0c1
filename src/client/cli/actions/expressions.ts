import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { extractExpressions, loadLexicon } from '../../../expressions/index.js';
import { LangflixError } from '../../../shared/errors.js';
import type { Candidate, Level } from '../../../shared/expression.js';
import { readSubtitles } from '../../../subtitles/read/index.js';
import type { CommandEnvironment } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { readKnownList } from '../known-list.js';
import { styled, type Terminal } from '../terminal.js';

export interface ExpressionsOptions {
  all?: boolean;
  native?: string;
  level: Level;
  maxExpressions: number;
  known?: string;
}

/** Finds the expressions in a subtitle file, in this process. */
export async function showExpressions(
  { terminal }: CommandEnvironment,
  subtitles: string,
  options: ExpressionsOptions,
): Promise<number> {
  const path = resolve(subtitles);
  const { cues } = readSubtitles(await readBytes(path), { name: path, language: 'en' });
  const { maxExpressions: max, level, native = null } = options;
  const known = options.known === undefined ? [] : await readKnownList(options.known);
  const found = extractExpressions(cues, { max, level, native, known }, await loadLexicon());
  const shown = options.all ? found : found.filter(({ chosen }) => chosen);
  terminal.answer({ cues, candidates: shown.map(publicCandidate) });
  if (!terminal.json) show(shown, cues.length, terminal);
  return EXIT.done;
}

function publicCandidate({ headword, kind, spans, text, score, accepted, chosen, reasons }: Candidate) {
  return { headword, kind, spans, text, score, accepted, chosen, reasons };
}

function show(candidates: Candidate[], cues: number, terminal: Terminal): void {
  for (const { headword, kind, level, text, meaning, chosen, accepted, reasons } of candidates) {
    const mark = chosen ? '*' : accepted ? '+' : '-';
    terminal.say(`${mark} `, styled('bold', headword), `  (${kind}, ${level})  "${text}"`);
    if (accepted) terminal.say(`    ${meaning}`);
    terminal.say(styled('dim', `    ${reasons.join('; ')}`));
  }
  if (candidates.length === 0) {
    terminal.say(
      `${cues} lines read; nothing in them is worth teaching. --all shows what was rejected, and why.`,
    );
    return;
  }
  terminal.say(`\n${cues} lines read; * in the lesson, + an expression, - not one here.`);
}

async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? 'there is no such file' : cause.message;
    throw new LangflixError('UnusableSubtitles', `${path}: ${reason}`, { hint: 'Check the path.', cause });
  });
}
