import { ApplicationFailure, activityInfo, Context, heartbeat } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { Limits } from '../shared/limits.js';
import { type Heartbeat, heartbeatSchema } from '../shared/progress.js';
import type { ActivityDependencies } from './dependencies.js';
import { activityFailure } from './failure.js';

/** Beats reach the server at most every few seconds (the worker's throttle); in between they cost nothing. */
const BEAT_MS = 1000;
/** A short silence that counts as a loss needs quicker beats: so many in its time. */
const BEATS_IN_SILENCE = 4;

/** What the body of an activity works with. */
export interface Step {
  workflowId: string;
  runId: string;
  activityId: string;
  attempt: number;
  /** When the activity was first scheduled, in milliseconds since 1970: the same in every attempt. */
  scheduledAtMs: number;
  /** Aborts on cancellation and at the soft limit: stop, clean up, then throw its reason. */
  signal: AbortSignal;
  /** Aborts at the hard limit: there is no time left to be polite. */
  hardSignal: AbortSignal;
  log: Logger;
  /** Says how far the work is; never goes backwards, over a new attempt neither. */
  progress(current: number, total: number, status?: string): void;
}

/** What every activity is given. */
export interface StepInput {
  limits: Limits;
}

/**
 * Runs the body of an activity under langflix's rules: beats on a timer and on progress, a soft limit that asks and a
 * hard one that does not, cancellation passed on, errors logged and given their public names.
 */
export async function runStep<R>(
  deps: ActivityDependencies,
  stage: Heartbeat['stage'],
  { limits }: StepInput,
  body: (step: Step) => Promise<R>,
): Promise<R> {
  const info = activityInfo();
  const { workflowId = '', runId = '' } = info.workflowExecution ?? {};
  const log = deps.log.child({
    workflowId,
    runId,
    activity: info.activityType,
    activityId: info.activityId,
    attempt: info.attempt,
  });

  const before = heartbeatSchema.safeParse(info.heartbeatDetails);
  let beat: Heartbeat = before.success ? before.data : { stage, current: 0, total: 0, status: '' };
  const send = () => heartbeat(beat);
  const beating = setInterval(send, Math.min(BEAT_MS, limits.heartbeatMs / BEATS_IN_SILENCE));

  const stop = new AbortController();
  const kill = new AbortController();
  const cancellation = Context.current().cancellationSignal;
  const onCancel = () => stop.abort(cancellation.reason);
  cancellation.addEventListener('abort', onCancel, { once: true });
  if (cancellation.aborted) onCancel();
  // Where both are the same it is the hard one: a body that stops at once would end by the first of the two timers.
  const isSofter = limits.softMs < limits.hardMs;
  const softTimer = isSofter
    ? setTimeout(() => stop.abort(timeLimit('Soft', limits.softMs)), limits.softMs)
    : undefined;
  const hardTimer = setTimeout(() => {
    const reason = timeLimit('Hard', limits.hardMs);
    stop.abort(reason);
    kill.abort(reason);
  }, limits.hardMs);

  const started = Date.now();
  log.info('started');
  send();
  try {
    const result = await body({
      workflowId,
      runId,
      activityId: info.activityId,
      attempt: info.attempt,
      scheduledAtMs: info.scheduledTimestampMs,
      signal: stop.signal,
      hardSignal: kill.signal,
      log,
      progress(current, total, status = beat.status) {
        const reached = beat.total === total ? Math.max(beat.current, current) : current;
        beat = { ...beat, stage, current: reached, total, status };
        send();
      },
    });
    log.info({ ms: Date.now() - started }, 'finished');
    return result;
  } catch (error) {
    // The body's own error may only be the echo of a limit or a cancellation: that is the cause to tell of.
    const cause: unknown = kill.signal.aborted
      ? kill.signal.reason
      : stop.signal.aborted
        ? stop.signal.reason
        : error;
    const { failure, transientFailures } = activityFailure(
      cause,
      beat.transientFailures ?? 0,
      deps.transientRetryMs,
    );
    if (transientFailures !== undefined) {
      beat = { ...beat, transientFailures };
      send();
    }
    log[cancellation.aborted ? 'info' : 'error']({ err: cause, ms: Date.now() - started }, 'did not finish');
    throw failure;
  } finally {
    clearInterval(beating);
    clearTimeout(softTimer);
    clearTimeout(hardTimer);
    cancellation.removeEventListener('abort', onCancel);
  }
}

function timeLimit(which: 'Soft' | 'Hard', ms: number): ApplicationFailure {
  return ApplicationFailure.create({
    type: `${which}TimeLimitExceeded`,
    message: `This step took longer than its ${which.toLowerCase()} limit of ${ms / 1000} s and was stopped. Ask again with a higher --${which.toLowerCase()}-limit: what is finished is kept.`,
    nonRetryable: true,
    details: [{ limitMs: ms }],
  });
}
