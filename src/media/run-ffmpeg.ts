import { access, constants, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { LangflixError } from '../shared/errors.js';
import type { FfmpegCommand } from './command.js';
import { ffmpegFailure } from './ffmpeg-errors.js';
import { type EncoderChild, encode } from './fluent-adapter.js';
import { firstMissing, gone } from './missing-files.js';
import { recordChild } from './orphans.js';
import { killGroup } from './process-tree.js';
import { progressParser } from './progress-parser.js';
import { stallWatch } from './stall-watch.js';
import { stderrTail } from './stderr-tail.js';
import type { MediaTools } from './tools.js';

export interface FfmpegRun {
  tools: MediaTools;
  /** Folder in which ffmpeg runs; relative names in filters (captions) are looked up in it. */
  cwd: string;
  /** Folder for the notes by which {@link reapOrphans} finds what a crash left behind. */
  pidFolder: string;
  /** Aborting it asks ffmpeg to stop, and kills it `killAfterMs` later. */
  signal?: AbortSignal | undefined;
  /** Aborting it kills ffmpeg at once. */
  hardSignal?: AbortSignal | undefined;
  onProgress?: ((progress: { frame: number; outTimeUs: number; speed: number | null }) => void) | undefined;
  /** Called once, when ffmpeg is gone. */
  onLog?: ((event: FfmpegLog) => void) | undefined;
  /** Milliseconds without any progress after which ffmpeg is killed; 60,000 unless told. */
  stallMs?: number | undefined;
  /** 0 to 19, as of nice(1); {@link NICENESS} unless told. */
  niceness?: number | undefined;
  /** Milliseconds between asking and killing; 5,000 unless told (a 1080p encode took over 2,000 to stop). */
  killAfterMs?: number | undefined;
}

export interface FfmpegLog {
  args: string[];
  /** Its last 50 lines. */
  stderrTail: string[];
  exitCode: number | null;
  signal: string | null;
  /** How long it ran. */
  ms: number;
}

/**
 * ffmpeg takes all cores for minutes: the person's own programs come first, and so do the worker that feeds it and
 * the server.
 */
export const NICENESS = 5;

interface Exit {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * Runs one ffmpeg to its end. It never outlives this call, and on anything but success its output is
 * removed: an ffmpeg that was asked to stop leaves a playable file that is too short.
 *
 * @throws the reason of the signal that was aborted; `RenderFailed` with ffmpeg's own words; `DiskFull`;
 *   `Transient` when it stalls, is killed by someone else or meets an I/O error; `ToolMissing` when it
 *   cannot be started.
 */
export async function runFfmpeg(command: FfmpegCommand, run: FfmpegRun): Promise<void> {
  run.hardSignal?.throwIfAborted();
  run.signal?.throwIfAborted();
  await checkStart(run);
  const progress = progressParser();
  const stderr = stderrTail();
  const startedAt = performance.now();
  let args: string[] = [];
  let exit: Promise<Exit> | null = null;
  let stopped: { reason: unknown } | null = null;
  let release = () => {};

  const failedToStart = await encode(command, {
    tools: run.tools,
    cwd: run.cwd,
    niceness: run.niceness ?? NICENESS,
    onStart: (start) => {
      args = start.args;
      const { child } = start;
      const stopping = stopOnSignals(child, run, (reason) => {
        stopped ??= { reason };
      });
      const stall = stallWatch(run.stallMs ?? 60_000, () => {
        const seconds = Math.round((run.stallMs ?? 60_000) / 1000);
        stopped ??= {
          reason: new LangflixError(
            'Transient',
            `ffmpeg stood still for ${seconds} s while it made ${command.output}`,
          ),
        };
        killGroup(child, 'SIGKILL');
      });
      child.stdout.setEncoding('utf8');
      child.stdout.on('data', (chunk: string) => {
        for (const report of progress(chunk)) {
          stall.report(`${report.frame} ${report.outTimeUs} ${report.totalSize}`);
          run.onProgress?.({ frame: report.frame, outTimeUs: report.outTimeUs, speed: report.speed });
        }
      });
      child.stderr.on('data', (chunk: string) => stderr.push(chunk));
      exit = new Promise<Exit>((resolve) => {
        child.once('close', (exitCode, signal) => resolve({ exitCode, signal }));
      });
      const forget = noteChild(run.pidFolder, child);
      release = () => {
        stopping.release();
        stall.end();
        forget();
      };
    },
  });

  const ended: Exit = exit === null ? { exitCode: null, signal: null } : await (exit as Promise<Exit>);
  release();
  const ms = Math.round(performance.now() - startedAt);
  run.onLog?.({ args, stderrTail: stderr.lines(), ...ended, ms });
  const stop = stopped as { reason: unknown } | null;
  if (exit !== null && stop === null && ended.exitCode === 0) return;
  await rm(command.output, { force: true });
  if (stop !== null) throw stop.reason;
  if (exit === null) {
    run.signal?.throwIfAborted();
    throw new LangflixError('Transient', `ffmpeg could not be started: ${failedToStart?.message}`, {
      cause: failedToStart,
    });
  }
  const missing = await firstMissing(filesOf(command, run.cwd));
  if (missing !== null) throw gone(missing, new Error(stderr.lines().join(' | ')));
  throw ffmpegFailure({ ...ended, stderr: stderr.lines(), output: command.output });
}

/** What ffmpeg cannot do without, besides what it takes for files and are none (`anullsrc`, a colour). */
function filesOf({ inputs, output }: FfmpegCommand, cwd: string): string[] {
  const files = inputs.map(({ path }) => path.replace(/^file:/, '')).filter((path) => isAbsolute(path));
  return [cwd, dirname(output), ...files];
}

/** Says what is wrong before spawning does: a missing folder would be reported as a missing program. */
async function checkStart(run: FfmpegRun): Promise<void> {
  try {
    await access(run.tools.ffmpeg, constants.X_OK);
  } catch (error) {
    throw new LangflixError('ToolMissing', `${run.tools.ffmpeg} cannot be run`, {
      hint: 'see: langflix doctor',
      cause: error,
    });
  }
  const folder = await stat(run.cwd).catch(() => null);
  if (!folder?.isDirectory()) throw gone(run.cwd);
}

/** A note that cannot be written does not stop the encode: it only matters after a crash. */
function noteChild(pidFolder: string, child: EncoderChild): () => void {
  try {
    return recordChild(pidFolder, child.pid as number);
  } catch {
    return () => {};
  }
}

function stopOnSignals(
  child: EncoderChild,
  run: Pick<FfmpegRun, 'signal' | 'hardSignal' | 'killAfterMs'>,
  stopped: (reason: unknown) => void,
): { release: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const ask = () => {
    stopped(run.signal?.reason);
    killGroup(child, 'SIGTERM');
    timer ??= setTimeout(() => killGroup(child, 'SIGKILL'), run.killAfterMs ?? 5000);
  };
  const kill = () => {
    stopped(run.hardSignal?.reason);
    killGroup(child, 'SIGKILL');
  };
  // Either may have been aborted between the first look at it and the start.
  if (run.hardSignal?.aborted) kill();
  else if (run.signal?.aborted) ask();
  run.signal?.addEventListener('abort', ask, { once: true });
  run.hardSignal?.addEventListener('abort', kill, { once: true });
  return {
    release: () => {
      clearTimeout(timer);
      run.signal?.removeEventListener('abort', ask);
      run.hardSignal?.removeEventListener('abort', kill);
    },
  };
}
