import { spawn } from 'node:child_process';
import { LangflixError } from '../shared/errors.js';
import { killGroup, launcher } from './process-tree.js';

export interface CaptureOptions {
  /** Path of `setpriv`, by which the child dies with this process; null where there is none. */
  setpriv: string | null;
  signal?: AbortSignal | undefined;
  /** Milliseconds after which the child is killed. */
  timeoutMs: number;
  /** Bytes of standard output above which the child is killed. */
  maxBytes: number;
}

export interface Captured {
  exitCode: number | null;
  stdout: Buffer;
  /** The last 16 KiB, as text. */
  stderr: string;
}

const STDERR_BYTES = 16 * 1024;

/**
 * Runs a short-lived tool and collects what it prints, within bounds of time and size.
 *
 * @throws the signal's reason when aborted; `Transient` when the time is over or the program cannot be
 *   started; `RenderFailed` when it prints more than `maxBytes`. An exit code other than 0 is returned.
 */
export async function capture(program: string, args: string[], options: CaptureOptions): Promise<Captured> {
  options.signal?.throwIfAborted();
  const [command, launchArgs] = launcher({ program, args, setpriv: options.setpriv });
  const child = spawn(command, launchArgs, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const chunks: Buffer[] = [];
  let size = 0;
  let stderr = '';
  let failure: unknown = null;
  const stop = (reason: unknown) => {
    failure ??= reason;
    killGroup(child, 'SIGKILL');
  };
  const timer = setTimeout(
    () => stop(new LangflixError('Transient', `${program} gave no answer within ${options.timeoutMs} ms`)),
    options.timeoutMs,
  );
  const onAbort = () => stop(options.signal?.reason);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > options.maxBytes) {
      stop(new LangflixError('RenderFailed', `${program} printed more than ${options.maxBytes} bytes`));
    } else {
      chunks.push(chunk);
    }
  });
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_BYTES);
  });
  try {
    const exitCode = await new Promise<number | null>((resolve) => {
      child.once('error', (error) => {
        failure ??= new LangflixError('Transient', `${program} could not be started: ${error.message}`, {
          cause: error,
        });
        if (child.pid === undefined) resolve(null);
      });
      child.once('close', (code) => resolve(code));
    });
    if (failure !== null) throw failure;
    return { exitCode, stdout: Buffer.concat(chunks), stderr };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
  }
}
