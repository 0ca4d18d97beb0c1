import type { CommanderError } from 'commander';
import { ERROR_KINDS, type ErrorKind, LangflixError } from '../../shared/errors.js';
import { EXIT } from './exit-codes.js';
import { sentence } from './printable.js';
import { isServerUnavailable } from './server-gone.js';
import type { Terminal } from './terminal.js';

/** What a failed command shows besides its error. */
export interface FailureContext {
  workflowId?: string | null;
  runId?: string | null;
  /** Where more is to be read; null before anything was logged. */
  log?: string | null;
  /** Show stack traces. */
  debug: boolean;
}

/** The next thing to do, for errors that do not say it themselves. */
const NEXT: Partial<Record<ErrorKind, string>> = {
  RenderFailed: 'The log holds ffmpeg’s own words. Ask again: what is finished is kept.',
  TooMuchLeftOut: 'The log says what was wrong with each expression.',
  MissingGlyph: 'Remove the character from the subtitles, or report the language.',
  SoftTimeLimitExceeded: 'Ask again with a higher --soft-limit: what is finished is kept.',
  HardTimeLimitExceeded: 'Ask again with a higher --hard-limit: what is finished is kept.',
  ModelUnavailable: 'Ask again later, or with --model none: expressions are then found offline.',
  ModelFailed: 'Check the model’s name and key (langflix doctor), or use --model none: offline.',
  Superseded: 'Follow the newer one: langflix watch',
  DiskFull: 'Make room (langflix cleanup --days 0 empties the cache), then ask again.',
  Transient: 'Ask again: what is finished is kept.',
  WorkerLost: 'Look at the log, then ask again: what is finished is kept.',
  Cancelled: 'Ask again to go on with it: what is finished is kept.',
  Terminated: 'Ask again: what is finished is kept.',
  TimedOut: 'Ask again: what is finished is kept.',
  Internal: 'Please report it. LANGFLIX_LOG_LEVEL=debug shows where it happened.',
};

/** Any error as one of the public kinds. */
export function asLangflixError(error: unknown): LangflixError {
  if (error instanceof LangflixError) return error;
  if (isServerUnavailable(error)) {
    return new LangflixError('NoServer', 'The Temporal server does not answer.', {
      hint: 'Check TEMPORAL_ADDRESS, or leave it unset for langflix’s own server.',
      cause: error,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new LangflixError('Internal', `A fault in langflix itself: ${message}`, { cause: error });
}

/**
 * Tells a person (and, with `--json`, a program) why a command failed and what to do next.
 *
 * @returns the exit code
 */
export function reportFailure(error: unknown, terminal: Terminal, context: FailureContext): number {
  const known = asLangflixError(error);
  const { exitCode } = ERROR_KINDS[known.kind];
  terminal.warn(`langflix: ${known.message}`);
  const next = known.hint ?? NEXT[known.kind];
  if (next !== undefined) terminal.warn(sentence(next));
  if (context.log && exitCode === EXIT.failed) terminal.warn(`Log: ${context.log}`);
  if (context.debug) terminal.warn(stacks(known));
  terminal.answer(failureJson(known, context));
  return exitCode;
}

/**
 * The same for a command line that could not be understood; a person has been told already.
 *
 * @returns the exit code
 */
export function reportUsage(error: CommanderError, terminal: Terminal): number {
  if (error.exitCode === 0) return EXIT.done;
  const message = error.message.replace(/^error: /, '');
  terminal.answer(failureJson(new LangflixError('InvalidInput', message), {}));
  return EXIT.unusable;
}

/** An error's stack and those of its causes. */
function stacks(error: Error): string {
  const texts: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) texts.push(at.stack || String(at));
  return texts.join('\ncaused by ');
}

function failureJson(error: LangflixError, { workflowId = null, runId = null }: Partial<FailureContext>) {
  return {
    workflowId,
    runId,
    state: error.kind === 'Cancelled' ? 'CANCELLED' : 'FAILURE',
    error: { type: error.kind, message: error.message },
  };
}
