import {
  type ActivityInterfaceFor,
  type ActivityOptions,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { ERROR_KINDS } from '../shared/errors.js';
import type { Limits } from '../shared/limits.js';
import { mediaQueueOf } from '../shared/names.js';

const neverRetried = Object.entries(ERROR_KINDS)
  .filter(([, kind]) => kind.retry === 'never')
  .map(([name]) => name);

/**
 * How every activity is run. A lost worker's activity is tried again as soon as its silence is noticed; errors that
 * pass carry their own, longer delay; everything else is final, and so is the hard limit (by default a start-to-close
 * timeout would be tried again, and four attempts make two hours of it).
 */
function activityOptions(limits: Limits): ActivityOptions {
  return {
    startToCloseTimeout: limits.hardMs,
    heartbeatTimeout: limits.heartbeatMs,
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    // A worker that is ending would be handed the next step with the answer to its last workflow task, and drop it: the
    // step would begin with a lost attempt.
    allowEagerDispatch: false,
    retry: {
      initialInterval: '1s',
      backoffCoefficient: 2,
      maximumInterval: '10s',
      maximumAttempts: 25,
      nonRetryableErrorTypes: ['TemporalTimeout:StartToClose', ...neverRetried],
    },
  };
}

/** The activities, under the limits that the request asks for; those that start ffmpeg go to the media queue. */
export function activitiesUnder(limits: Limits): {
  light: ActivityInterfaceFor<Activities>;
  media: ActivityInterfaceFor<Activities>;
} {
  const options = activityOptions(limits);
  return {
    light: proxyActivities<Activities>(options),
    media: proxyActivities<Activities>({ ...options, taskQueue: mediaQueueOf(workflowInfo().taskQueue) }),
  };
}
