// langflix itself, as it is built: a home of its own with its service, lessons through the client.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client, Connection } from '@temporalio/client';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const command = join(root, 'dist', 'client', 'cli', 'main.js');
export const fromDist = (path) => import(pathToFileURL(join(root, 'dist', path)).href);

const { readConfig } = await fromDist('config/index.js');
const { resolveServer, stopService, readService } = await fromDist('service/index.js');
const { LangflixClient } = await fromDist('client/index.js');

/** The configuration of a home of its own, whatever this shell is set to. */
export function configOf(home, settings = {}) {
  return readConfig({
    ...process.env,
    TEMPORAL_ADDRESS: '',
    LANGFLIX_LOG_LEVEL: 'info',
    ...settings,
    LANGFLIX_HOME: home,
  });
}

/** A running service and a client of it. `close` ends both. */
export async function startService(config) {
  const server = await resolveServer(config, {});
  const connection = await Connection.connect(server.connectOptions);
  const temporal = new Client({ connection, namespace: server.namespace });
  const service = await readService(config);
  return {
    pid: service.pid,
    server,
    temporal,
    client: new LangflixClient(temporal, { taskQueue: config.taskQueue }),
    async close() {
      await connection.close();
      await stopService(config);
    },
  };
}

/**
 * Makes a lesson and times it, from the start of its workflow to its result. `meanwhile` is given the run when it has
 * started; what it gives is `seen`.
 */
export async function makeLesson(client, input, meanwhile = async () => null) {
  const startedAt = performance.now();
  const run = await client.start(input);
  const watching = meanwhile(run);
  const result = await client.result(run);
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, result, run, seen: await watching };
}

/**
 * Runs a bench in a folder of its own and takes the folder away afterwards, and the service of `home` in it; also when
 * it is told to stop.
 */
export async function inScratch(body) {
  const scratch = mkdtempSync(join(tmpdir(), 'langflix-bench-'));
  const config = configOf(join(scratch, 'home'));
  const tidy = async () => {
    await stopService(config).catch(() => {});
    rmSync(scratch, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => tidy().finally(() => process.exit(130)));
  }
  try {
    await body({ scratch, config });
  } finally {
    await tidy();
  }
}
