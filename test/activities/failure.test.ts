import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { describe, expect, it } from 'vitest';
import { activityFailure } from '../../src/activities/failure.js';
import { ERROR_KINDS, isErrorKind, LangflixError } from '../../src/shared/errors.js';

const MINUTE = 60_000;

describe('activityFailure', () => {
  it('tries an error that passes again after one, two and four minutes, then gives up', () => {
    const error = new LangflixError('Transient', 'the disk did not answer');
    const failures = [0, 1, 2, 3].map((before) => activityFailure(error, before, MINUTE));
    expect(failures.map(({ transientFailures }) => transientFailures)).toEqual([1, 2, 3, undefined]);
    const thrown = failures.map(({ failure }) => failure as ApplicationFailure);
    expect(thrown.map(({ nonRetryable }) => nonRetryable === true)).toEqual([false, false, false, true]);
    expect(thrown.map(({ nextRetryDelay }) => nextRetryDelay ?? null)).toEqual([
      MINUTE,
      2 * MINUTE,
      4 * MINUTE,
      null,
    ]);
    expect(thrown.map(({ type }) => type)).toEqual(['Transient', 'Transient', 'Transient', 'Transient']);
  });

  it('tries what passes at once again at once, but only the first time', () => {
    const killed = new LangflixError('Transient', 'ffmpeg was ended by SIGKILL', { retryAfterMs: 1000 });
    const delays = [0, 1].map((before) => activityFailure(killed, before, MINUTE).failure);
    expect(delays).toMatchObject([{ nextRetryDelay: 1000 }, { nextRetryDelay: 2 * MINUTE }]);
    // A shorter pause that was configured is not made longer.
    expect(activityFailure(killed, 0, 50).failure).toMatchObject({ nextRetryDelay: 50 });
  });

  it('never tries again what will not pass', () => {
    for (const kind of Object.keys(ERROR_KINDS).filter(isErrorKind)) {
      const { failure } = activityFailure(new LangflixError(kind, 'why'), 0, MINUTE);
      expect(failure).toMatchObject({ type: kind, message: 'why' });
      const isFinal = (failure as ApplicationFailure).nonRetryable === true;
      expect(isFinal, kind).toBe(ERROR_KINDS[kind].retry === 'never');
    }
  });

  it('keeps the hint for the person who asked', () => {
    const error = new LangflixError('UnusableVideo', 'film.mp4 has no picture', {
      hint: 'Choose another one.',
    });
    expect(activityFailure(error, 0, MINUTE).failure).toMatchObject({
      details: [{ hint: 'Choose another one.' }],
    });
  });

  it('knows a full disk and a fault of its own', () => {
    const full = Object.assign(new Error('write'), { code: 'ENOSPC', path: '/media/x.mov' });
    expect(activityFailure(full, 0, MINUTE).failure).toMatchObject({ type: 'DiskFull' });
    expect(activityFailure(new TypeError('x is not a function'), 0, MINUTE).failure).toMatchObject({
      type: 'Internal',
      nonRetryable: true,
    });
  });

  it('passes on a cancellation and a limit as they are', () => {
    const cancelled = new CancelledFailure('CANCELLED');
    expect(activityFailure(cancelled, 0, MINUTE)).toEqual({ failure: cancelled });
    const limit = ApplicationFailure.nonRetryable('too long', 'SoftTimeLimitExceeded');
    expect(activityFailure(limit, 0, MINUTE)).toEqual({ failure: limit });
  });
});
