import {
  ApplicationFailure,
  CancelledFailure,
  TerminatedFailure,
  TimeoutFailure,
  WorkflowFailedError,
} from '@temporalio/client';
import { isErrorKind, LangflixError } from '../shared/errors.js';

/** Why a run ended without a result, under one of the public names. */
export function runError(error: unknown): unknown {
  if (!(error instanceof WorkflowFailedError)) return error;
  const { cause } = error;
  if (cause instanceof CancelledFailure)
    return new LangflixError('Cancelled', 'The run was cancelled.', { cause });
  if (cause instanceof TerminatedFailure) {
    return new LangflixError('Terminated', 'The run was terminated on the server.', { cause });
  }
  if (cause instanceof TimeoutFailure)
    return new LangflixError('TimedOut', 'The run took longer than it may.', { cause });
  if (cause instanceof ApplicationFailure) {
    const kind = isErrorKind(cause.type) ? cause.type : 'Internal';
    const hint = hintIn(cause.details);
    return new LangflixError(kind, cause.message, { cause, ...(hint !== undefined && { hint }) });
  }
  return new LangflixError('Internal', cause?.message ?? error.message, { cause });
}

function hintIn(details: unknown[] | null | undefined): string | undefined {
  const first = details?.[0];
  if (typeof first !== 'object' || first === null || !('hint' in first)) return undefined;
  return typeof first.hint === 'string' ? first.hint : undefined;
}
