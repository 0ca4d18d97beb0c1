import { ActivityFailure, ApplicationFailure, CancelledFailure, TimeoutFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/shared/limits.js';
import { failureOf, runFailure } from '../../src/workflows/failures.js';

const inActivity = (cause: Error) =>
  new ActivityFailure(
    'Activity task failed',
    'renderSegments',
    'scene-01',
    'NON_RETRYABLE_FAILURE',
    'me',
    cause,
  );
const timeout = (type: 'START_TO_CLOSE' | 'HEARTBEAT') =>
  inActivity(new TimeoutFailure('late', undefined, type));

describe('what ends a run', () => {
  it('names the hard limit, also where the server noticed it first', () => {
    expect(failureOf(timeout('START_TO_CLOSE'), DEFAULT_LIMITS)).toMatchObject({
      type: 'HardTimeLimitExceeded',
      message: expect.stringContaining('1800 s'),
    });
  });

  it('names a worker that was lost time after time', () => {
    expect(failureOf(timeout('HEARTBEAT'), DEFAULT_LIMITS).type).toBe('WorkerLost');
  });

  it('keeps an activity’s own name, words and hint', () => {
    const error = ApplicationFailure.create({
      type: 'DiskFull',
      message: 'full',
      details: [{ hint: 'free' }],
    });
    expect(runFailure(inActivity(error), DEFAULT_LIMITS)).toMatchObject({
      type: 'DiskFull',
      message: 'full',
      details: [{ hint: 'free' }],
      nonRetryable: true,
    });
  });

  it('gives everything else a public name, so that no run hangs on a plain error', () => {
    for (const error of [
      new TypeError('oops'),
      inActivity(ApplicationFailure.create({ type: 'Odd' })),
      'text',
    ]) {
      const failure = runFailure(error, DEFAULT_LIMITS);
      expect(failure).toBeInstanceOf(ApplicationFailure);
      expect(failure).toMatchObject({ type: 'Internal', nonRetryable: true });
    }
  });

  it('leaves a cancellation one', () => {
    const cancelled = inActivity(new CancelledFailure('CANCELLED'));
    expect(runFailure(cancelled, DEFAULT_LIMITS)).toBe(cancelled);
  });
});
