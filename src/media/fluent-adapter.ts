import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import ffmpeg from 'fluent-ffmpeg';
import type { FfmpegCommand } from './command.js';
import { fileUrl, GLOBAL_OPTIONS } from './input-guards.js';
import { launcher } from './process-tree.js';
import type { MediaTools } from './tools.js';

export type EncoderChild = ChildProcessByStdio<null, Readable, Readable>;

export interface EncodeStart {
  child: EncoderChild;
  /** ffmpeg's own arguments. */
  args: string[];
}

/** The parts of fluent-ffmpeg 2.1.3 that its types leave out and that this adapter steps in at. */
interface Internals {
  ffmpegProc: EncoderChild;
  _checkCapabilities(done: (error?: Error) => void): void;
  availableEncoders(done: (error: Error | null, encoders: object) => void): void;
  _getFfmpegPath(done: (error: Error | null, path: string) => void): void;
  _getArguments(): string[];
  _spawnFfmpeg(args: string[], options: object, started: Started, ended: Ended): void;
}
type Started = (child: EncoderChild, stdout: Ring, stderr: Ring) => void;
type Ended = (error: Error | null | undefined, stdout?: Ring, stderr?: Ring) => void;
interface Ring {
  get(): string;
}

const EMPTY_RING: Ring = { get: () => '' };

/**
 * Has fluent-ffmpeg run one encode. It is no longer maintained, so what it gets wrong is replaced here, and
 * nothing else in langflix knows it:
 * - its capability check does not understand ffmpeg 7's lists: skipped, `findMediaTools` has checked;
 * - options given as one string are split at spaces: they are given one by one;
 * - the child shares our process group and outlives us: it is detached and started by `setpriv`;
 * - when the child cannot be spawned it calls back without buffers and throws: they are supplied.
 * Progress, termination and errors are the caller's, who gets the child in `onStart`.
 *
 * @returns when fluent-ffmpeg says that the encode ended. How it ended is told by the child's `close`; only
 *   a child that was never spawned is reported here, as the error with which spawning failed.
 */
export function encode(
  command: FfmpegCommand,
  run: {
    tools: MediaTools;
    cwd: string;
    niceness?: number | undefined;
    onStart: (start: EncodeStart) => void;
  },
): Promise<Error | null> {
  const encoder = encoderFor(command, run.cwd);
  const internals = encoder as unknown as Internals;
  internals._checkCapabilities = (done) => done();
  internals.availableEncoders = (done) => done(null, {});
  const spawnFfmpeg = internals._spawnFfmpeg.bind(internals);
  let ffmpegArgs: string[] = [];
  internals._spawnFfmpeg = (args, options, started, ended) => {
    ffmpegArgs = args;
    const [program, launchArgs] = launcher({
      program: run.tools.ffmpeg,
      args,
      setpriv: run.tools.setpriv,
      niceness: run.niceness,
    });
    internals._getFfmpegPath = (done) => done(null, program);
    const spawnOptions = {
      ...options,
      niceness: 0,
      stdoutLines: 50,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    };
    spawnFfmpeg(launchArgs, spawnOptions, started, (error, stdout, stderr) =>
      ended(error, stdout ?? EMPTY_RING, stderr ?? EMPTY_RING),
    );
  };

  return new Promise((resolve) => {
    encoder.once('start', () => {
      const child = internals.ffmpegProc;
      if (child.pid !== undefined) run.onStart({ child, args: ffmpegArgs });
    });
    encoder.once('end', () => resolve(null));
    encoder.once('error', (error: Error) => resolve(error));
    encoder.run();
  });
}

/** The arguments with which ffmpeg is started for a command, as by {@link encode}. */
export function ffmpegArguments(command: FfmpegCommand): string[] {
  return (encoderFor(command) as unknown as Internals)._getArguments();
}

function encoderFor(command: FfmpegCommand, cwd?: string) {
  const encoder = ffmpeg({ stdoutLines: 50, ...(cwd !== undefined && { cwd }) });
  for (const input of command.inputs) {
    encoder.input(input.path);
    encoder.inputOptions(...atLeastTwo(input.options));
  }
  if (command.filter !== null) encoder.complexFilter(command.filter);
  encoder.output(fileUrl(command.output));
  encoder.outputOptions(...atLeastTwo([...PROCESS_OPTIONS, ...command.outputOptions]));
  return encoder;
}

const PROCESS_OPTIONS: readonly string[] = [
  ...GLOBAL_OPTIONS,
  ...['-loglevel', 'level+warning', '-nostats', '-progress', 'pipe:1', '-y'],
];

/** A single option would be split at its spaces; several are taken as they are. */
function atLeastTwo(options: readonly string[]): string[] {
  if (options.length < 2) throw new RangeError('fluent-ffmpeg takes two options or more literally');
  return [...options];
}
