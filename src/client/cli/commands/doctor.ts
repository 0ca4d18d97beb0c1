import type { Command } from 'commander';
import type { CommandContext } from '../context.js';

/** `langflix doctor`: what langflix needs, what is there, and a mend for what is not. */
export function addDoctor(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .summary('check what langflix needs')
    .description('Checks everything that langflix needs, and says how to mend what is missing.')
    .option('--json', 'one JSON object on stdout')
    .action(() =>
      context.run(async (environment) => (await import('../actions/doctor.js')).diagnose(environment)),
    );
}
