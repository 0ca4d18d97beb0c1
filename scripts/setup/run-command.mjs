import { spawn } from 'node:child_process';
import { StepError } from './step-error.mjs';

/** Output kept of a command, in characters: enough for any error message, bounded for any chatty one. */
const KEPT_OUTPUT = 64_000;

/**
 * Runs a command to its end and gives its output (stdout and stderr as they came).
 *
 * @param {string} step the set-up step this belongs to, named in the error
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, next: string, onOutput?: (chunk: string) => void }} options
 *   `next` is what the person can do when it fails
 * @throws {StepError} when it cannot be started or ends with anything but 0
 */
export function runCommand(step, command, args, { cwd, env, next, onOutput }) {
  const shown = [command, ...args].join(' ');
  return new Promise((resolve, reject) => {
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-KEPT_OUTPUT);
      onOutput?.(String(chunk));
    };
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) =>
      reject(new StepError(step, { message: error.message, command: shown, output, next })),
    );
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const message = signal ? `ended by ${signal}` : `failed with exit code ${code}`;
      reject(new StepError(step, { message, command: shown, output, next }));
    });
  });
}
