import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Config } from '../config/index.js';
import { LangflixError } from '../shared/errors.js';
import { buildTemporalCli } from './build-temporal-cli.js';
import { downloadTemporalCli } from './download-temporal-cli.js';
import type { InstallOptions } from './install-options.js';

const EXECUTABLE = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/** What finding and installing need of the configuration. */
export type CliConfig = Pick<Config, 'temporalCliPath' | 'cacheDir' | 'environment'>;

/** Where langflix keeps a Temporal CLI that it downloaded or built. */
export function cachedCliPath(config: Pick<Config, 'cacheDir'>): string {
  return join(config.cacheDir, 'bin', EXECUTABLE);
}

/**
 * The Temporal CLI that is there already: TEMPORAL_CLI_PATH, else PATH, else langflix's own cache. Each candidate
 * is run with `--version` (some 40 ms), so that a broken file is passed over.
 *
 * @returns its path, or null.
 * @throws LangflixError `ToolMissing` when TEMPORAL_CLI_PATH names something else than a Temporal CLI.
 */
export async function locateTemporalCli(config: CliConfig): Promise<string | null> {
  if (config.temporalCliPath !== null) {
    if ((await temporalCliVersion(config.temporalCliPath)) !== null) return config.temporalCliPath;
    throw new LangflixError(
      'ToolMissing',
      `TEMPORAL_CLI_PATH=${config.temporalCliPath} is not a Temporal CLI that runs`,
      { hint: 'Correct TEMPORAL_CLI_PATH or unset it.' },
    );
  }
  const folders = (config.environment.PATH ?? config.environment.Path ?? '').split(delimiter);
  const candidates = [
    ...folders.filter(isAbsolute).map((folder) => join(folder, EXECUTABLE)),
    cachedCliPath(config),
  ];
  for (const candidate of candidates) {
    if ((await temporalCliVersion(candidate)) !== null) return candidate;
  }
  return null;
}

/**
 * What a Temporal CLI says of itself, such as `temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)`.
 *
 * @returns null when the file is no Temporal CLI or does not run here.
 */
export async function temporalCliVersion(path: string): Promise<string | null> {
  try {
    await access(path, constants.X_OK);
  } catch {
    return null;
  }
  return new Promise((resolve) => {
    execFile(path, ['--version'], { timeout: 10_000, windowsHide: true }, (error, stdout) => {
      resolve(error === null && /^temporal version \S+/.test(stdout) ? stdout.trim() : null);
    });
  });
}

/**
 * Gets the Temporal CLI into langflix's cache: the SDK's download, else a build by Go (about three minutes on two
 * cores). Safe to run twice at the same time: the binary is moved into place in one step.
 *
 * @returns its path.
 * @throws LangflixError `ToolMissing` with how to get it by hand; the signal's reason when aborted.
 */
export async function installTemporalCli(config: CliConfig, options: InstallOptions = {}): Promise<string> {
  const destination = cachedCliPath(config);
  const steps = [
    { name: 'download', run: () => downloadTemporalCli(destination, config.environment, options) },
    { name: 'build by Go', run: () => buildTemporalCli(destination, config.environment, options) },
  ];
  const reasons: string[] = [];
  for (const step of steps) {
    options.signal?.throwIfAborted();
    try {
      await step.run();
      if ((await temporalCliVersion(destination)) !== null) return destination;
      reasons.push(`${step.name}: the result does not run here`);
    } catch (error) {
      options.signal?.throwIfAborted();
      reasons.push(`${step.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    options.onStatus?.(`Temporal CLI: ${reasons.at(-1)}`);
  }
  throw new LangflixError('ToolMissing', `There is no Temporal CLI (${reasons.join('; ')})`, {
    hint: HOW_TO_GET_IT,
  });
}

/** How a person gets the Temporal CLI, per system. */
export const HOW_TO_GET_IT = [
  'Install the Temporal CLI, or name one in TEMPORAL_CLI_PATH:',
  '  macOS            brew install temporal',
  '  Debian, Ubuntu   curl -sSf https://temporal.download/cli.sh | sh   (or: apt install golang, then try again)',
  '  Windows          winget install Temporal.TemporalCLI   (or https://temporal.download/cli/archive/latest?platform=windows&arch=amd64)',
].join('\n');

/**
 * The Temporal CLI, installed if need be: {@link locateTemporalCli}, else {@link installTemporalCli}.
 *
 * @throws LangflixError `ToolMissing`.
 */
export async function findTemporalCli(config: CliConfig, options: InstallOptions = {}): Promise<string> {
  return (await locateTemporalCli(config)) ?? (await installTemporalCli(config, options));
}
