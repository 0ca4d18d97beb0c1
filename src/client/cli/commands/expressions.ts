import { type Command, Option } from 'commander';
import type { ExpressionsOptions } from '../actions/expressions.js';
import { language, level, wholeNumber } from '../arguments.js';
import type { CommandContext } from '../context.js';

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
    .option('--known <file>', 'expressions that you know already, one a line: they are left out')
    .option('--json', 'one JSON object on stdout')
    .action((subtitles: string, options: ExpressionsOptions) =>
      context.run(async (environment) => {
        const { showExpressions } = await import('../actions/expressions.js');
        return showExpressions(environment, subtitles, options);
      }),
    );
}
