import {
  ApplicationFailure,
  CancelledFailure,
  TerminatedFailure,
  TimeoutFailure,
  WorkflowFailedError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { isErrorKind, LangflixError } from '../shared/errors.js';

/** What the SDK (1.24.0) says where nobody has given a reason. */
const NO_REASON = 'Workflow execution terminated';

/** Why a run ended without a result, under one of the public names. */
export function runError(error: unknown): unknown {
  if (!(error instanceof WorkflowFailedError)) return error;
  const { cause } = error;
  if (cause instanceof CancelledFailure)
    return new LangflixError('Cancelled', 'The run was cancelled.', { cause });
  if (cause instanceof TerminatedFailure) {
    const reason = cause.message === NO_REASON ? '' : ` Reason: ${cause.message}`;
    return new LangflixError('Terminated', `The run was terminated on the server.${reason}`, { cause });
  }
  if (cause instanceof TimeoutFailure)
    return new LangflixError('TimedOut', 'The run took longer than it may.', { cause });
  if (cause instanceof ApplicationFailure) return applicationError(cause);
  return new LangflixError('Internal', cause?.message ?? error.message, { cause });
}

/** Why a run has refused what it was sent, under one of the public names. */
export function updateError(error: unknown): unknown {
  if (!(error instanceof WorkflowUpdateFailedError)) return error;
  // What an activity says is wrapped in the failure of the activity.
  for (let at: unknown = error.cause; at instanceof Error; at = at.cause) {
    if (at instanceof ApplicationFailure) return applicationError(at);
  }
  return new LangflixError('Internal', error.cause?.message ?? error.message, { cause: error });
}

function applicationError(cause: ApplicationFailure): LangflixError {
  const kind = isErrorKind(cause.type) ? cause.type : 'Internal';
  const hint = hintIn(cause.details);
  return new LangflixError(kind, cause.message, { cause, ...(hint !== undefined && { hint }) });
}

function hintIn(details: unknown[] | null | undefined): string | undefined {
  const first = details?.[0];
  if (typeof first !== 'object' || first === null || !('hint' in first)) return undefined;
  return typeof first.hint === 'string' ? first.hint : undefined;
}
