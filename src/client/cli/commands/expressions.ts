import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { extractExpressions, loadLexicon } from '../../../expressions/index.js';
import { LangflixError } from '../../../shared/errors.js';
import type { Candidate, Level } from '../../../shared/expression.js';
import { readSubtitles } from '../../../subtitles/index.js';
import { language, level, wholeNumber } from '../arguments.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { styled, type Terminal } from '../terminal.js';

interface ExpressionsOptions {
  all?: boolean;
  native?: string;
  level: Level;
  maxExpressions: number;
}

/** `langflix expressions SUBTITLES`: what a lesson would teach, and why. Needs no server. */
export function addExpressions(program: Command, context: CommandContext): void {
  program
    .command('expressions')
    .summary('show which expressions a lesson would teach')
    .description('Reads English subtitles (SRT or VTT) and shows the expressions that a lesson would teach.')
    .argument('<subtitles>', 'English subtitles, SRT or VTT')
    .option('--all', 'rejected ones too, each with its reasons')
    .option('--native <lang>', 'your language, such as ko', language)
    .addOption(new Option('--level <level>', 'your level, A1 to C2').argParser(level).default('B1'))
    .option('--max-expressions <n>', 'at most so many, 1 to 50', wholeNumber(1, 50), 10)
    .option('--json', 'one JSON object on stdout')
    .action((subtitles: string, options: ExpressionsOptions) =>
      context.run(async ({ terminal }) => {
        const path = resolve(subtitles);
        const { cues } = readSubtitles(await readBytes(path), { name: path, language: 'en' });
        const found = extractExpressions(
          cues,
          { max: options.maxExpressions, level: options.level, native: options.native ?? null },
          await loadLexicon(),
        );
        const shown = options.all ? found : found.filter(({ chosen }) => chosen);
        terminal.answer({ cues, candidates: shown.map(publicCandidate) });
        if (!terminal.json) show(shown, cues.length, terminal);
        return EXIT.done;
      }),
    );
}

function publicCandidate({ headword, kind, spans, text, score, accepted, chosen, reasons }: Candidate) {
  return { headword, kind, spans, text, score, accepted, chosen, reasons };
}

function show(candidates: Candidate[], cues: number, terminal: Terminal): void {
  for (const { headword, kind, level: itsLevel, text, meaning, chosen, accepted, reasons } of candidates) {
    const mark = chosen ? '*' : accepted ? '+' : '-';
    terminal.say(`${mark} ${styled('bold', headword)}  (${kind}, ${itsLevel})  "${text}"`);
    if (accepted) terminal.say(`    ${meaning}`);
    terminal.say(`    ${styled('dim', reasons.join('; '))}`);
  }
  terminal.say(`\n${cues} lines read; * in the lesson, + an expression, - not one here.`);
}

async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? 'there is no such file' : cause.message;
    throw new LangflixError('UnusableSubtitles', `${path}: ${reason}`, { hint: 'Check the path.', cause });
  });
}
