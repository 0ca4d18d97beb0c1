import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities } from '../activities/index.js';
import type { Config } from '../config/index.js';
import { trackReader } from '../episode/index.js';
import { candidateFinder } from '../expressions/index.js';
import { findMediaTools, reapOrphans } from '../media/index.js';
import { homeLayout, prepareHome } from '../storage/index.js';
import { version } from '../version.js';
import { endAbandonedRuns } from './abandoned-runs.js';
import { isRunOpen, openRunIds } from './open-runs.js';
import { installRuntime } from './runtime.js';
import { registerSearchAttributes } from './search-attributes.js';
import { workflowBundle } from './workflow-bundle.js';

/** The queues that a worker process can serve. */
export type QueueRole = 'workflows' | 'media';

export interface StartWorkerOptions {
  config: Config;
  /** The server to serve; TLS and keys come from the configuration. */
  connection: { address: string; namespace: string };
  log: Logger;
  /** Both, unless told otherwise. */
  queues?: readonly QueueRole[];
}

export interface RunningWorker {
  /** Settles when the worker has ended: resolves after `shutdown`, rejects when it broke. */
  run: Promise<void>;
  /** Stops polling, lets running activities finish within the grace, then cancels them. Safe to call twice. */
  shutdown(): Promise<void>;
}

/** Time for running activities to finish when a worker is asked to stop: enough for most segments. */
const SHUTDOWN_GRACE_MS = 10_000;
/** Most of them wait for a disk, or a model's server, or sharp's own threads. */
const LIGHT_SLOTS = 8;
/** After that, time for ffmpeg to end and temporary files to go, before the process gives up on them. */
const SHUTDOWN_FORCE_MS = 25_000;

/**
 * Checks the tools, connects and serves the task queues until it is told to stop.
 *
 * Workflows and light activities run on one queue; those that start ffmpeg on another, a fixed number of them at a
 * time: a slot is taken before a task is asked for, so nothing is prefetched.
 *
 * @throws LangflixError `ToolMissing` when ffmpeg or ffprobe is missing or too old
 */
export async function startWorker(options: StartWorkerOptions): Promise<RunningWorker> {
  const { config, log, queues = ['workflows', 'media'] } = options;
  const { address, namespace } = options.connection;
  const connect = { address, ...config.temporal.connection };
  installRuntime(log);
  const home = homeLayout(config.home);
  await prepareHome(home);
  const tools = await findMediaTools({ ffmpeg: config.ffmpegPath, ffprobe: config.ffprobePath });
  const reaped = await reapOrphans(home.processes);
  if (reaped.length > 0) log.warn({ pids: reaped }, 'ended what a lost worker had left running');

  const connection = await NativeConnection.connect(connect);
  const clientConnection = await Connection.connect(connect);
  const client = new Client({ connection: clientConnection, namespace });
  const tracks = trackReader();
  const finder = candidateFinder();
  const activities = createActivities({
    home,
    tools,
    tracks,
    finder,
    log,
    version,
    searchAttributes: await registerSearchAttributes(clientConnection, namespace),
    model: config.model,
    transientRetryMs: config.transientRetryMs,
    stallMs: config.stallTimeoutMs,
    openRunIds: () => openRunIds(client),
    isRunOpen: (run) => isRunOpen(client, run),
    cacheMaxBytes: config.cacheMaxBytes,
    endAbandonedRuns: ({ dryRun }) =>
      endAbandonedRuns(client, { olderThanMs: config.abandonedAfterMs, now: Date.now(), dryRun }),
  });

  const common: Partial<WorkerOptions> & Pick<WorkerOptions, 'connection' | 'activities'> = {
    connection,
    namespace,
    activities,
    maxHeartbeatThrottleInterval: '2s',
    defaultHeartbeatThrottleInterval: '2s',
    shutdownGraceTime: SHUTDOWN_GRACE_MS,
    shutdownForceTime: SHUTDOWN_FORCE_MS,
  };
  const workers: Worker[] = [];
  if (queues.includes('workflows')) {
    workers.push(
      await Worker.create({
        ...common,
        ...workflowBundle(),
        taskQueue: config.taskQueue,
        maxConcurrentActivityTaskExecutions: LIGHT_SLOTS,
        maxCachedWorkflows: 200,
      }),
    );
  }
  if (queues.includes('media')) {
    workers.push(
      await Worker.create({
        ...common,
        taskQueue: config.mediaQueue,
        maxConcurrentActivityTaskExecutions: config.mediaSlots,
      }),
    );
  }
  log.info(
    { queues, taskQueue: config.taskQueue, mediaSlots: config.mediaSlots, ffmpeg: tools.version },
    'worker starts',
  );

  const stop = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const run = Promise.all(
    workers.map((worker) =>
      // When one of them breaks, the others must not go on half a worker.
      worker.run().catch((error: unknown) => {
        stop();
        throw error;
      }),
    ),
  )
    .then(() => {})
    .finally(async () => {
      await Promise.all([tracks.close(), finder.close()]);
      await clientConnection.close();
      await connection.close();
    });
  run.catch(() => {});
  return {
    run,
    async shutdown() {
      stop();
      await run;
    },
  };
}
