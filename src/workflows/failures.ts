import { ActivityFailure, ApplicationFailure, isCancellation, TimeoutFailure } from '@temporalio/workflow';
import { type ErrorKind, isErrorKind } from '../shared/errors.js';
import type { Limits } from '../shared/limits.js';

export interface Failure {
  type: ErrorKind;
  message: string;
  details?: unknown[] | undefined;
}

/** What went wrong in an activity, under one of the names that are promised to users. */
export function failureOf(error: unknown, limits: Limits): Failure {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) {
    if (cause.timeoutType === 'START_TO_CLOSE') {
      return {
        type: 'HardTimeLimitExceeded',
        message: `A step took longer than its hard limit of ${limits.hardMs / 1000} s. Ask again with a higher --hard-limit: what is finished is kept.`,
      };
    }
    return {
      type: 'WorkerLost',
      message: 'No worker finished the step, although it was tried many times. Look at the workers’ logs.',
    };
  }
  if (cause instanceof ApplicationFailure && isErrorKind(cause.type)) {
    return { type: cause.type, message: cause.message, details: cause.details ?? undefined };
  }
  return { type: 'Internal', message: cause instanceof Error ? cause.message : String(cause) };
}

/** The error that ends a run: a cancellation stays one, all else gets its public name. */
export function runFailure(error: unknown, limits: Limits): unknown {
  if (isCancellation(error)) return error;
  if (error instanceof ApplicationFailure && isErrorKind(error.type)) return error;
  const { type, message, details } = failureOf(error, limits);
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: true,
    ...(details && { details }),
    ...(error instanceof Error && { cause: error }),
  });
}
