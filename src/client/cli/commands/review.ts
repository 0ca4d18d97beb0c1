import type { Command } from 'commander';
import type { ReviewOptions } from '../actions/review.js';
import { numbers } from '../arguments.js';
import type { CommandContext } from '../context.js';

/** `langflix review [RUN]`: decide what a run teaches that was started with `process --review`. */
export function addReview(program: Command, context: CommandContext): void {
  program
    .command('review')
    .summary('decide what a waiting run teaches')
    .description(
      'Shows what a run proposes to teach that was started with `process --review`, and takes your decision. At a terminal it asks; otherwise say it with the options.',
    )
    .argument('[run]', 'workflow id, a unique beginning of one, or a video’s path (default: the latest run)')
    .option('--approve', 'take the proposal as it is')
    .option('--keep <numbers>', 'teach these and no others: 1,3', numbers)
    .option('--drop <numbers>', 'teach all that are proposed but these: 2', numbers)
    .option('--edit <file>', 'take changed meanings and translations from a JSON file (-: standard input)')
    .option('--json', 'one JSON object on stdout')
    .addHelpText(
      'after',
      '\nThe file for --edit is what --json prints, with your changes:' +
        '\n  langflix review RUN --json > edits.json' +
        '\n  langflix review RUN --edit edits.json',
    )
    .action((wanted: string | undefined, options: ReviewOptions) =>
      context.run(async (environment) =>
        (await import('../actions/review.js')).reviewRun(environment, wanted, options),
      ),
    );
}
