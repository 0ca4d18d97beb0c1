import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StepError } from './step-error.mjs';

const STEP = 'Temporal CLI';

/**
 * Makes sure that the Temporal CLI is there, which is langflix's embedded server: found, else downloaded or built
 * into the user's cache folder.
 *
 * @param {string} root the clone, built
 * @param {any} config of `readConfig`
 * @param {(line: string) => void} announce
 * @returns {Promise<string>} what was found, in a line
 * @throws {StepError} when it can neither be found nor installed
 */
export async function ensureTemporalCli(root, config, announce) {
  const { locateTemporalCli, installTemporalCli, temporalCliVersion } = await import(
    pathToFileURL(join(root, 'dist', 'service', 'temporal-cli.js')).href
  );
  try {
    let path = await locateTemporalCli(config);
    if (path === null) {
      announce(
        'getting the Temporal CLI, which is the embedded server; where Go has to build it, three minutes, once …',
      );
      path = await installTemporalCli(config, { onStatus: announce });
    }
    return `${await temporalCliVersion(path)}: ${path}`;
  } catch (error) {
    const next = error.hint ?? 'see https://docs.temporal.io/cli#install';
    throw new StepError(STEP, { message: error.message, next: `${next}\nThen run the same command again.` });
  }
}
