import { type Command, Option } from 'commander';
import type { QueueRole } from '../../../worker/index.js';
import { wholeNumber } from '../arguments.js';
import type { CommandContext } from '../context.js';
import { logLevelOption } from '../log-level.js';

/** `up`, `down` and `worker`. */
export function addService(program: Command, context: CommandContext): void {
  program
    .command('up')
    .summary('run the service in the foreground')
    .description(
      'Runs what the other commands start in the background: the embedded Temporal server with its Web UI, and a worker. With TEMPORAL_ADDRESS it runs a worker for that server and puts the daily cleanup in place.',
    )
    .addOption(logLevelOption())
    .action(() =>
      context.run(async (environment) => (await import('../actions/service.js')).up(environment)),
    );

  program
    .command('down')
    .summary('end the background service')
    .description('Ends the background service now. Open runs go on when it is started again.')
    .action(() =>
      context.run(async (environment) => (await import('../actions/service.js')).down(environment)),
    );

  program
    .command('worker')
    .summary('serve a Temporal server')
    .description('Runs a worker for the Temporal server that TEMPORAL_ADDRESS (or a Temporal profile) names.')
    .option(
      '--concurrency <n>',
      'how many ffmpegs run at a time (default: half the cores)',
      wholeNumber(1, 256),
    )
    .addOption(
      new Option('--queues <names...>', 'workflows, media or both')
        .choices(['workflows', 'media'])
        .default(['workflows', 'media'], 'both'),
    )
    .addOption(logLevelOption())
    .action((options: { concurrency?: number; queues: QueueRole[] }) =>
      context.run(async (environment) => (await import('../actions/service.js')).work(environment, options)),
    );
}
