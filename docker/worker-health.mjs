#!/usr/bin/env node
// Whether this container's worker is polling its task queues: exit 0 when it is, 1 and a line when it is not.
// Temporal remembers pollers for some minutes, so only a recent poll by a process of this very host counts.
import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import { readConfig } from '../dist/config.js';

/** A poll is answered after a minute at the latest, and then made again at once. */
const RECENT_MS = 90_000;

/** Temporal's numbers for the two kinds of task queue. */
const QUEUE_KINDS = { workflow: 1, activity: 2 };

const config = readConfig(process.env);
if (config.temporal.address === null) fail('TEMPORAL_ADDRESS is not set');

const connection = await Connection.connect({
  address: config.temporal.address,
  ...config.temporal.connection,
  connectTimeout: 5000,
}).catch((error) => fail(`no Temporal server at ${config.temporal.address}: ${error.message}`));
try {
  const [workflows, media] = await Promise.all([
    pollsHere(config.taskQueue, QUEUE_KINDS.workflow),
    pollsHere(config.mediaQueue, QUEUE_KINDS.activity),
  ]);
  // A worker may serve one of the two queues only (`langflix worker --queues`).
  if (!workflows && !media)
    fail(`no worker of ${hostname()} polls ${config.taskQueue} or ${config.mediaQueue}`);
} finally {
  await connection.close();
}

async function pollsHere(name, taskQueueType) {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace: config.temporal.namespace,
    taskQueue: { name },
    taskQueueType,
  });
  return (pollers ?? []).some(({ identity, lastAccessTime }) => {
    const at = Number(lastAccessTime?.seconds ?? 0) * 1000;
    return identity?.endsWith(`@${hostname()}`) && Date.now() - at < RECENT_MS;
  });
}

function fail(line) {
  console.error(line);
  process.exit(1);
}
