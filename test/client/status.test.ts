import { describe, expect, it } from 'vitest';
import { statusOf } from '../../src/client/describe.js';
import { foldStatus, type PendingActivity, readHeartbeat } from '../../src/client/status.js';
import {
  PROGRESS_MEMO,
  STAGES,
  type StageMemo,
  shareBefore,
  shareThrough,
} from '../../src/shared/progress.js';

const rendering: StageMemo = {
  stage: 'segments',
  status: 'Rendering scenes',
  work: { 'scene-01': 100, 'scene-02': 100, frame: 50 },
  floor: shareBefore('segments'),
};

function at(activityId: string, current: number, total: number, stage = 'segments'): PendingActivity {
  return { activityId, heartbeat: { stage, current, total, status: `${activityId}: ${current}` } };
}
const waiting = (activityId: string): PendingActivity => ({ activityId, heartbeat: null });

describe('foldStatus', () => {
  it('says PENDING before a worker has taken the run', () => {
    expect(foldStatus({ execution: 'RUNNING', memo: null, pending: [] })).toEqual({
      state: 'PENDING',
      stage: null,
      current: 0,
      total: 0,
      percent: 0,
      status: '',
    });
  });

  it('says STARTED while no activity has told of itself, PROGRESS when one has', () => {
    const memo: StageMemo = { stage: 'probe', status: 'Reading the video', work: {}, floor: 0 };
    expect(foldStatus({ execution: 'RUNNING', memo, pending: [waiting('1')] })).toMatchObject({
      state: 'STARTED',
      stage: 'probe',
      status: 'Reading the video',
      percent: 0,
    });
    expect(foldStatus({ execution: 'RUNNING', memo, pending: [at('1', 1, 2, 'probe')] })).toMatchObject({
      state: 'PROGRESS',
      status: '1: 1',
      current: 1,
      total: 2,
      percent: Math.floor(shareThrough('probe') / 2) / 10,
    });
  });

  it('counts activities that are not pending any more as done, and the others by their heartbeats', () => {
    // frame is done, scene-01 at 40 of 100 and scene-02 waits: 90 of 250.
    const folded = foldStatus({
      execution: 'RUNNING',
      memo: rendering,
      pending: [at('scene-01', 40, 100), waiting('scene-02')],
    });
    expect(folded).toMatchObject({ state: 'PROGRESS', current: 90, total: 250 });
    const share = shareThrough('segments') - shareBefore('segments');
    expect(folded.percent).toBe(Math.floor(shareBefore('segments') + (90 / 250) * share) / 10);
  });

  it('does not count what an activity of another stage has said', () => {
    const pending = [
      at('tidy-up', 5, 5, 'publish'),
      waiting('scene-01'),
      waiting('scene-02'),
      waiting('frame'),
    ];
    expect(foldStatus({ execution: 'RUNNING', memo: rendering, pending })).toMatchObject({ current: 0 });
    const lesson: StageMemo = { stage: 'lesson', status: '', work: {}, floor: shareBefore('lesson') };
    const other = foldStatus({ execution: 'RUNNING', memo: lesson, pending: [at('1', 5, 5, 'publish')] });
    expect(other).toMatchObject({ current: 0, total: 0, percent: shareBefore('lesson') / 10 });
  });

  it('never says less than what was reached before a lesson was planned again', () => {
    const again: StageMemo = { stage: 'plan', status: '', work: {}, floor: 900 };
    expect(foldStatus({ execution: 'RUNNING', memo: again, pending: [] }).percent).toBe(90);
  });

  it('grows through the stages of a run to 100 and never goes back', () => {
    const percents = STAGES.flatMap(({ name }, i) => {
      const floor = i === 0 ? 0 : shareThrough(STAGES[i - 1]!.name);
      const memo: StageMemo = { stage: name, status: '', work: {}, floor };
      return [
        foldStatus({ execution: 'RUNNING', memo, pending: [waiting('1')] }).percent,
        foldStatus({ execution: 'RUNNING', memo, pending: [at('1', 7, 10, name)] }).percent,
      ];
    });
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents.at(-1)).toBeLessThan(100);
    expect(foldStatus({ execution: 'COMPLETED', memo: null, pending: [] })).toMatchObject({
      state: 'SUCCESS',
      percent: 100,
    });
  });

  it.each([
    ['CANCELLED', 'CANCELLED', 'Cancelled'],
    ['FAILED', 'FAILURE', 'Failed'],
    ['TERMINATED', 'FAILURE', 'Terminated on the server'],
    ['TIMED_OUT', 'FAILURE', 'Took longer than it may'],
    ['UNKNOWN', 'FAILURE', 'Failed'],
  ] as const)('a run that is %s is a %s that claims no work it has not done', (execution, state, status) => {
    expect(foldStatus({ execution, memo: rendering, pending: [] })).toMatchObject({
      state,
      status,
      percent: shareBefore('segments') / 10,
    });
  });

  it.each(['PAUSED', 'CONTINUED_AS_NEW'] as const)('a run that is %s goes on', (execution) => {
    expect(foldStatus({ execution, memo: rendering, pending: [waiting('frame')] }).state).toBe('STARTED');
  });

  it('shows the share of runs that have no stages', () => {
    const slides = foldStatus({ execution: 'RUNNING', memo: null, pending: [at('1', 1, 2, 'slides')] });
    expect(slides).toMatchObject({ state: 'PROGRESS', stage: null, current: 1, total: 2, percent: 49 });
  });
});

describe('readHeartbeat', () => {
  it('takes no number from a memo that no run of langflix has', () => {
    const info = { workflowId: 'w', runId: 'r', status: { name: 'RUNNING' as const, code: 1 as const } };
    const percentOf = (memo: unknown) =>
      statusOf({ ...info, memo: { [PROGRESS_MEMO]: memo } }, [at('a', 1, 2), at('b', 1, 2)]).percent;
    for (const hostile of [-1e300, -1, 1e300, Number.NaN, Number.POSITIVE_INFINITY]) {
      for (const memo of [
        { ...rendering, floor: hostile },
        { ...rendering, work: { a: hostile, b: 1 } },
        { ...rendering, work: { a: hostile, b: hostile } },
      ]) {
        const percent = percentOf(memo);
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
      }
    }
  });

  it('takes langflix’s own heartbeats only', () => {
    const beat = { stage: 'slides', current: 1, total: 2, status: 'Slide 1/2' };
    expect(readHeartbeat(beat)).toEqual(beat);
    for (const other of [undefined, null, 7, {}, { ...beat, current: 'one' }]) {
      expect(readHeartbeat(other)).toBeNull();
    }
  });
});
