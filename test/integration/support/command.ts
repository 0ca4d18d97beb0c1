import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../../src/config.js';
import { toEnvironment } from '../../../src/config.js';
import { tailOf } from '../../../src/service/service-log.js';
import { type ProcessOutput, processOutputSchema } from '../../../src/shared/json-output.js';

const COMMAND = fileURLToPath(new URL('../../../dist/client/cli/main.js', import.meta.url));

/** How a command ended. */
export interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `langflix` as a person would, in a process of its own, to its end. */
export function langflix(config: Config, args: string[], cwd?: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args], {
      env: toEnvironment(config),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** The same for a command that has to end well; throws all that it said where it does not. */
export async function langflixWell(config: Config, args: string[], cwd?: string): Promise<Ended> {
  const ended = await langflix(config, args, cwd);
  if (ended.exitCode !== 0) {
    throw new Error(
      `langflix ${args.join(' ')}\n${JSON.stringify(ended, null, 2)}\n${await lastOfLogs(config)}`,
    );
  }
  return ended;
}

/** What the home's service and server have said last: why a command failed is seldom in its own words alone. */
async function lastOfLogs(config: Config): Promise<string> {
  const folder = join(config.home, 'logs');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.log'));
  const tails = names.map(async (name) => `${name}: ${(await tailOf(join(folder, name), 10)).join('\n')}`);
  return (await Promise.all(tails)).join('\n');
}

/** Makes a study pack with `langflix process --json` and gives its answer; throws what it said when it failed. */
export async function processVideo(config: Config, args: string[]): Promise<ProcessOutput> {
  const { stdout } = await langflixWell(config, ['process', ...args, '--json']);
  return processOutputSchema.parse(JSON.parse(stdout));
}
