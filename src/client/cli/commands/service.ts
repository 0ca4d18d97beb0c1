import type { Command } from 'commander';
import { Option } from 'commander';
import pino from 'pino';
import type { Config } from '../../../config.js';
import { runService, stopService } from '../../../service/index.js';
import { LangflixError } from '../../../shared/errors.js';
import { type QueueRole, startWorker } from '../../../worker/index.js';
import { applySchedule } from '../../schedules.js';
import { wholeNumber } from '../arguments.js';
import { withSession } from '../connection.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-codes.js';
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
      context.run(async ({ config, terminal }) => {
        if (config.temporal.address === null)
          return runService({ config, foreground: true, startWorker, applySchedule });
        await withSession(config, terminal.warn, ({ client }) => client.applySchedule(), false);
        return serve(config, ['workflows', 'media']);
      }),
    );

  program
    .command('down')
    .summary('end the background service')
    .description('Ends the background service now. Open runs go on when it is started again.')
    .action(() =>
      context.run(async ({ config, terminal }) => {
        if (config.temporal.address !== null) {
          throw new LangflixError(
            'InvalidInput',
            'With TEMPORAL_ADDRESS there is no background service to end.',
            {
              hint: 'End the workers where they run.',
            },
          );
        }
        terminal.say(
          (await stopService(config)) === 'none' ? 'No service was running.' : 'The service has ended.',
        );
        return EXIT.done;
      }),
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
    .action(({ concurrency, queues }: { concurrency?: number; queues: QueueRole[] }) =>
      context.run(async ({ config }) => {
        if (config.temporal.address === null) {
          throw new LangflixError('NoServer', 'TEMPORAL_ADDRESS is not set: there is no server to serve.', {
            hint: 'Set it, or use `langflix up` for langflix’s own server.',
          });
        }
        return serve({ ...config, mediaSlots: concurrency ?? config.mediaSlots }, queues);
      }),
    );
}

/** Serves a configured server until a signal says to stop; its log goes to stdout, as containers want it. */
async function serve(config: Config, queues: QueueRole[]): Promise<number> {
  const log = pino({ level: config.logLevel, base: null });
  const { address, namespace } = config.temporal;
  const worker = await startWorker({
    config,
    connection: { address: address ?? '', namespace },
    log,
    queues,
  });
  const stop = () => void worker.shutdown().catch(() => {});
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  await worker.run;
  return EXIT.done;
}
