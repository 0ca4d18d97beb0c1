import { RUN_STATES } from '../shared/json-output.js';
import {
  type Heartbeat,
  heartbeatSchema,
  type Stage,
  type StageMemo,
  shareBefore,
  shareThrough,
} from '../shared/progress.js';

export { RUN_STATES };
/** Celery's names for where a task stands. */
export type RunState = (typeof RUN_STATES)[number];

/** Where a run stands. */
export interface RunStatus {
  workflowId: string;
  runId: string;
  state: RunState;
  /** Null for runs that have no stages, and before the first. */
  stage: Stage | null;
  /** Work done in the stage, in its own unit (frames, slides, lines). */
  current: number;
  total: number;
  /** Of the whole run, 0 to 100; over a new attempt it does not go back. */
  percent: number;
  /** What is being done, for a person. */
  status: string;
}

/** An activity that is not finished, as the server describes it. */
export interface PendingActivity {
  activityId: string;
  /** Its last heartbeat; null when it has not begun. */
  heartbeat: Heartbeat | null;
}

/** Temporal's own name for where an execution stands. */
export type ExecutionStatus =
  | 'RUNNING'
  | 'COMPLETED'
  | 'FAILED'
  | 'CANCELLED'
  | 'TERMINATED'
  | 'TIMED_OUT'
  | 'CONTINUED_AS_NEW'
  | 'PAUSED'
  | 'UNSPECIFIED'
  | 'UNKNOWN';

export interface Snapshot {
  execution: ExecutionStatus;
  /** The run's memo about its stage; null when it has none. */
  memo: StageMemo | null;
  pending: PendingActivity[];
}

/** Folds what the server knows of a run into one state and one percentage. Pure; `current` and `total` are of the stage. */
export function foldStatus({ execution, memo, pending }: Snapshot): Omit<RunStatus, 'workflowId' | 'runId'> {
  const isOpen = ['RUNNING', 'PAUSED', 'CONTINUED_AS_NEW'].includes(execution);
  // Of a run that broke off nobody knows any more what its last activities had done: no activity is pending.
  const broken = !isOpen && execution !== 'COMPLETED';
  const work = broken ? { current: 0, total: 0 } : stageWork(memo, pending);
  const beating = pending.flatMap(({ heartbeat }) => heartbeat ?? []);
  const status = beating.findLast((beat) => beat.status !== '')?.status ?? memo?.status ?? '';
  const common = { stage: memo?.stage ?? null, ...work, status };
  switch (execution) {
    case 'COMPLETED':
      return { ...common, state: 'SUCCESS', percent: 100, status: 'Done' };
    case 'CANCELLED':
      return { ...common, state: 'CANCELLED', percent: percentOf(memo, work), status: 'Cancelled' };
    case 'RUNNING':
    case 'PAUSED':
    case 'CONTINUED_AS_NEW': {
      const state =
        beating.length > 0 ? 'PROGRESS' : memo === null && pending.length === 0 ? 'PENDING' : 'STARTED';
      return { ...common, state, percent: percentOf(memo, work) };
    }
    default: {
      const how = { TERMINATED: 'Terminated on the server', TIMED_OUT: 'Took longer than it may' } as Record<
        string,
        string
      >;
      return {
        ...common,
        state: 'FAILURE',
        percent: percentOf(memo, work),
        status: how[execution] ?? 'Failed',
      };
    }
  }
}

function stageWork(memo: StageMemo | null, pending: PendingActivity[]): { current: number; total: number } {
  const planned = Object.values(memo?.work ?? {});
  if (memo === null || planned.length === 0) {
    const isOfStage = ({ heartbeat }: PendingActivity) =>
      heartbeat !== null && heartbeat.total > 0 && (memo === null || heartbeat.stage === memo.stage);
    const beat = pending.find(isOfStage)?.heartbeat;
    return { current: beat?.current ?? 0, total: beat?.total ?? 0 };
  }
  // Activities of the stage that are not pending any more are done; what the others have done, they say themselves.
  const total = planned.reduce((sum, amount) => sum + amount, 0);
  const left = pending.reduce((sum, { activityId, heartbeat }) => {
    const amount = memo.work[activityId] ?? 0;
    return sum + Math.max(0, amount - (heartbeat?.stage === memo.stage ? heartbeat.current : 0));
  }, 0);
  return { current: total - left, total };
}

function percentOf(memo: StageMemo | null, { current, total }: { current: number; total: number }): number {
  const share = total > 0 ? Math.min(1, current / total) : 0;
  if (memo === null) return Math.floor(share * 99);
  const before = shareBefore(memo.stage);
  const reached = before + share * (shareThrough(memo.stage) - before);
  return Math.floor(Math.max(memo.floor, reached)) / 10;
}

/** The heartbeat in an activity's last details; null where there is none or it is somebody else's. */
export function readHeartbeat(details: unknown): Heartbeat | null {
  const parsed = heartbeatSchema.safeParse(details);
  return parsed.success ? parsed.data : null;
}
