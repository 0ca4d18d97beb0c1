import type { Command } from 'commander';
import type { CommandContext } from '../context.js';

/** `langflix storyboard PACK`. Needs no server. */
export function addStoryboard(program: Command, context: CommandContext): void {
  program
    .command('storyboard')
    .summary('show a lesson on one sheet')
    .description(
      'Draws a contact sheet of a study pack’s lesson: a picture of each of its pieces, with its kind and time, by chapters.',
    )
    .argument('<pack>', 'the folder of a study pack')
    .option('--out <file>', 'the sheet, a PNG (default: ./<pack name>-storyboard.png)')
    .option('--json', 'one JSON object on stdout')
    .action((pack: string, { out }: { out?: string }) =>
      context.run(async (environment) =>
        (await import('../actions/storyboard.js')).drawStoryboard(environment, pack, out),
      ),
    );
}
