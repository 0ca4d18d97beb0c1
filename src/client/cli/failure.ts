import { CommanderError } from 'commander';
import { ERROR_KINDS, LangflixError } from '../../shared/errors.js';
import { isServerUnavailable } from './connection.js';
import { EXIT } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** What a failed command shows besides its error. */
export interface FailureContext {
  workflowId?: string | null;
  runId?: string | null;
  /** Where more is to be read. */
  log?: string | null;
  /** Show stack traces. */
  debug: boolean;
}

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
 * Tells a person (and, with `--json`, a program) why a command failed.
 *
 * @returns the exit code
 */
export function reportFailure(error: unknown, terminal: Terminal, context: FailureContext): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.done;
    terminal.answer(failureJson(new LangflixError('InvalidInput', error.message), context));
    return EXIT.unusable;
  }
  const known = asLangflixError(error);
  terminal.warn(`langflix: ${known.message}`);
  if (known.hint !== undefined) terminal.warn(known.hint);
  if (context.log && ERROR_KINDS[known.kind].exitCode === 1) terminal.warn(`Log: ${context.log}`);
  if (context.debug && error instanceof Error) terminal.warn(error.stack ?? '');
  terminal.answer(failureJson(known, context));
  return ERROR_KINDS[known.kind].exitCode;
}

function failureJson(error: LangflixError, { workflowId = null, runId = null }: FailureContext) {
  return {
    workflowId,
    runId,
    state: error.kind === 'Cancelled' ? 'CANCELLED' : 'FAILURE',
    error: { type: error.kind, message: error.message },
  };
}
