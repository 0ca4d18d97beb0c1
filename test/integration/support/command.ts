import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../../src/config/index.js';
import { toEnvironment } from '../../../src/config/index.js';
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

/** Makes a study pack with `langflix process --json` and gives its answer; throws what it said when it failed. */
export async function processVideo(config: Config, args: string[]): Promise<ProcessOutput> {
  const ended = await langflix(config, ['process', ...args, '--json']);
  if (ended.exitCode !== 0) throw new Error(`langflix process: ${JSON.stringify(ended, null, 2)}`);
  return processOutputSchema.parse(JSON.parse(ended.stdout));
}
