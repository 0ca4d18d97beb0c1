import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { ERROR_KINDS, LangflixError } from '../shared/errors.js';
import { goneOr } from '../storage/index.js';

/** After so many new tries an error that should pass is taken for one that does not. */
const MAX_TRANSIENT_RETRIES = 3;

/**
 * The error that an activity ends with. Errors that pass (a full disk, a network file system that hiccups) are tried
 * again after `retryMs`, then twice and four times that (the first time sooner where the error says so); all others
 * are final.
 *
 * @param failedBefore how often this activity has failed for such a reason already
 */
export function activityFailure(
  error: unknown,
  failedBefore: number,
  retryMs: number,
): { failure: Error; transientFailures?: number } {
  if (error instanceof CancelledFailure || error instanceof ApplicationFailure) return { failure: error };
  const known = error instanceof LangflixError ? error : fromUnknown(error);
  const details = known.hint === undefined ? [] : [{ hint: known.hint }];
  const common = { type: known.kind, message: known.message, details, cause: known };
  if (ERROR_KINDS[known.kind].retry === 'never' || failedBefore >= MAX_TRANSIENT_RETRIES) {
    return { failure: ApplicationFailure.create({ ...common, nonRetryable: true }) };
  }
  const usual = retryMs * 2 ** failedBefore;
  const nextRetryDelay = retryDelay(known, failedBefore, usual);
  return {
    failure: ApplicationFailure.create({ ...common, nextRetryDelay }),
    transientFailures: failedBefore + 1,
  };
}

function retryDelay({ kind, retryAfterMs }: LangflixError, failedBefore: number, usual: number): number {
  if (retryAfterMs === undefined) return usual;
  if (kind === 'ModelUnavailable') return retryAfterMs;
  return failedBefore === 0 ? Math.min(retryAfterMs, usual) : usual;
}

function fromUnknown(error: unknown): LangflixError {
  const path = error instanceof Error && 'path' in error ? String(error.path) : 'a file of langflix';
  const stored = goneOr(error, path);
  if (stored instanceof LangflixError) return stored;
  const message = error instanceof Error ? error.message : String(error);
  return new LangflixError('Internal', `A fault in langflix itself: ${message}`, {
    hint: 'Please report it with the log of this run.',
    cause: error,
  });
}
