import type { Command } from 'commander';
import type { CommandContext } from '../context.js';

/** `langflix slides CONTENT.json`. */
export function addSlides(program: Command, context: CommandContext): void {
  program
    .command('slides')
    .summary('draw slides from your own content')
    .description(
      'Draws a slide for each item of a JSON file: an object { "expression", "translation", "meaning", "line", ... }, a list of them, or { "slides": [...] }.',
    )
    .argument('<content>', 'a JSON file')
    .option('--out <dir>', 'folder for the pictures (default: ./<content name>-slides)')
    .option('--json', 'one JSON object on stdout')
    .action((content: string, { out }: { out?: string }) =>
      context.run(async (environment) =>
        (await import('../actions/slides.js')).drawSlides(environment, content, out),
      ),
    );
}
