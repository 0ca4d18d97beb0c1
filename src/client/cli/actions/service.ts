import pino from 'pino';
import type { Config } from '../../../config/index.js';
import { runService, stopService } from '../../../service/index.js';
import { LangflixError } from '../../../shared/errors.js';
import { type QueueRole, startWorker } from '../../../worker/index.js';
import { applySchedule } from '../../schedules.js';
import { withSession } from '../connection.js';
import type { CommandEnvironment } from '../context.js';
import { EXIT } from '../exit-codes.js';

/** `langflix up`: the home's service in the foreground, or a worker for the server that was configured. */
export async function up(environment: CommandEnvironment): Promise<number> {
  const { config } = environment;
  if (config.temporal.address === null)
    return runService({ config, foreground: true, startWorker, applySchedule });
  await withSession(environment, { needsWorker: false }, ({ client }) => client.applySchedule());
  return serve(config, ['workflows', 'media']);
}

/** `langflix down`. */
export async function down({ config, terminal }: CommandEnvironment): Promise<number> {
  if (config.temporal.address !== null) {
    throw new LangflixError('InvalidInput', 'With TEMPORAL_ADDRESS there is no background service to end.', {
      hint: 'End the workers where they run.',
    });
  }
  const outcome = await stopService(config);
  terminal.say(outcome === 'none' ? 'No service was running.' : 'The service has ended.');
  return EXIT.done;
}

/** `langflix worker`. */
export async function work(
  { config }: CommandEnvironment,
  { concurrency, queues }: { concurrency?: number; queues: QueueRole[] },
): Promise<number> {
  if (config.temporal.address === null) {
    throw new LangflixError('NoServer', 'TEMPORAL_ADDRESS is not set: there is no server to serve.', {
      hint: 'Set it, or use `langflix up` for langflix’s own server.',
    });
  }
  return serve({ ...config, mediaSlots: concurrency ?? config.mediaSlots }, queues);
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
