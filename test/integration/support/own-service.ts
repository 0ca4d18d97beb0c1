import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import type { Config } from '../../../src/config/index.js';
import { ensureService } from '../../../src/service/index.js';
import { withClient } from '../../service/home.js';

/** langflix as it was built: a service that runs from the sources would need a TypeScript loader. */
const ENTRY = fileURLToPath(new URL('../../../dist/service/main.js', import.meta.url));

/** Starts the service of a home where there is none, and talks to its server. */
export async function withService<T>(config: Config, use: (client: Client) => Promise<T>): Promise<T> {
  return withClient(await ensureService(config, { entry: ENTRY }), use);
}
