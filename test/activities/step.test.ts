import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { ActivityDependencies } from '../../src/activities/dependencies.js';
import { runStep, type Step } from '../../src/activities/step.js';
import { LangflixError } from '../../src/shared/errors.js';
import { DEFAULT_LIMITS, type Limits } from '../../src/shared/limits.js';
import type { Heartbeat } from '../../src/shared/progress.js';

/** A step looks at no more of them than these. */
const deps = { log: pino({ level: 'silent' }), transientRetryMs: 60_000 } as ActivityDependencies;

type Environment = ConstructorParameters<typeof MockActivityEnvironment>[0];

function environment(info: Environment = {}) {
  const env = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR', () => {}) });
  const beats: Heartbeat[] = [];
  env.on('heartbeat', (beat: Heartbeat) => beats.push(beat));
  const run = <R>(body: (step: Step) => Promise<R>, limits: Partial<Limits> = {}) =>
    env.run(() =>
      runStep(deps, 'segments', { limits: { ...DEFAULT_LIMITS, ...limits } }, body),
    ) as Promise<R>;
  return { env, beats, run };
}

/** Work that stops when it is asked to. */
const untilStopped = ({ signal }: Step) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('ffmpeg was stopped')), { once: true });
  });
/** Work that goes on until it is killed. */
const untilKilled = ({ hardSignal }: Step) =>
  new Promise<never>((_, reject) => {
    hardSignal.addEventListener('abort', () => reject(new Error('ffmpeg was killed')), { once: true });
  });

describe('runStep', () => {
  it('asks work to stop at its soft limit', async () => {
    const { run } = environment();
    await expect(run(untilStopped, { softMs: 40 })).rejects.toMatchObject({
      type: 'SoftTimeLimitExceeded',
      nonRetryable: true,
      details: [{ limitMs: 40 }],
      message: expect.stringContaining('0.04 s'),
    });
  });

  it('kills work at its hard limit that did not stop', async () => {
    const { run } = environment();
    const started = Date.now();
    await expect(run(untilKilled, { softMs: 20, hardMs: 120 })).rejects.toMatchObject({
      type: 'HardTimeLimitExceeded',
      nonRetryable: true,
    });
    expect(Date.now() - started).toBeGreaterThanOrEqual(115);
  });

  it('takes a soft limit that is the hard one for the hard one, also when work stops at once', async () => {
    const { run } = environment();
    const ended = run(
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      { softMs: 40, hardMs: 40 },
    );
    await expect(ended).rejects.toMatchObject({ type: 'HardTimeLimitExceeded' });
  });

  it('passes a cancellation on, and ends as cancelled whatever the work says of it', async () => {
    const { env, run } = environment();
    const ending = run(untilStopped);
    env.cancel('CANCELLED');
    await expect(ending).rejects.toBeInstanceOf(CancelledFailure);
  });

  it('does not begin work that is cancelled already', async () => {
    const { env, run } = environment();
    env.cancel('CANCELLED');
    await expect(run(async ({ signal }) => signal.throwIfAborted())).rejects.toBeInstanceOf(CancelledFailure);
  });

  it('beats while the work is silent, also when little silence is allowed', async () => {
    const { beats, run } = environment();
    await run(() => new Promise((resolve) => setTimeout(resolve, 200)), { heartbeatMs: 100 });
    expect(beats.length).toBeGreaterThanOrEqual(4);
  });

  it('goes on from where the attempt before it was, and never back', async () => {
    const heartbeatDetails = { stage: 'segments', current: 50, total: 100, status: 'Scene 1/2' };
    const { beats, run } = environment({ attempt: 2, heartbeatDetails });
    await run(async ({ progress, attempt }) => {
      expect(attempt).toBe(2);
      for (const current of [0, 20, 60, 10]) progress(current, 100);
    });
    const reached = beats.map(({ current }) => current);
    expect(reached).toEqual([...reached].sort((a, b) => a - b));
    expect(reached[0]).toBe(50);
    expect(reached.at(-1)).toBe(60);
    expect(beats.at(-1)?.status).toBe('Scene 1/2');
  });

  it('takes no heartbeat for its own that is somebody else’s', async () => {
    const { beats, run } = environment({ heartbeatDetails: { percent: 12 } });
    await run(async () => {});
    expect(beats[0]).toEqual({ stage: 'segments', current: 0, total: 0, status: '' });
  });

  it('remembers over attempts how often it has failed for a reason that passes', async () => {
    const fail = async () => {
      throw new LangflixError('Transient', 'the disk did not answer');
    };
    const first = environment();
    await expect(first.run(fail)).rejects.toMatchObject({ nextRetryDelay: 60_000 });
    const left = first.beats.at(-1);
    expect(left).toMatchObject({ transientFailures: 1 });

    const second = environment({ attempt: 2, heartbeatDetails: left });
    await expect(second.run(fail)).rejects.toMatchObject({ nextRetryDelay: 120_000 });

    const last = environment({ attempt: 4, heartbeatDetails: { ...left, transientFailures: 3 } });
    await expect(last.run(fail)).rejects.toMatchObject({ type: 'Transient', nonRetryable: true });
  });

  it('gives the result back and stops its clocks', async () => {
    const { beats, run } = environment();
    expect(await run(async ({ workflowId }) => workflowId, { softMs: 30, heartbeatMs: 40 })).toBe('test');
    const after = beats.length;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(beats).toHaveLength(after);
  });

  it('has the limits of the tasks that langflix replaces', () => {
    expect(DEFAULT_LIMITS.softMs).toBe(25 * 60 * 1000);
    expect(DEFAULT_LIMITS.hardMs).toBe(30 * 60 * 1000);
  });

  it('fails as what failed, not as a limit, when that came first', async () => {
    const { run } = environment();
    const failing = async () => {
      throw new LangflixError('RenderFailed', 'broken');
    };
    await expect(run(failing, { softMs: 50 })).rejects.toBeInstanceOf(ApplicationFailure);
    await expect(run(failing, { softMs: 50 })).rejects.toMatchObject({ type: 'RenderFailed' });
  });
});
