import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import { CLEANUP_CRON, CLEANUP_SCHEDULE_ID, WORKFLOWS } from '../shared/names.js';

/** Laptops sleep at two: a cleanup that was missed is caught up within the day, not a year's worth of them. */
const CATCH_UP = '25h';

export interface ScheduleSummary {
  scheduleId: string;
  cron: string;
  paused: boolean;
  nextRuns: Date[];
  recentRuns: { workflowId: string; startedAt: Date }[];
}

/**
 * Puts the daily cleanup in place; safe to call at every start, from several processes too. A schedule that a person
 * has paused stays paused.
 *
 * @param options.days age from which files go; left out, what the schedule has already, else 7
 */
export async function applySchedule(
  client: Client,
  options: { taskQueue: string; days?: number },
): Promise<void> {
  const definition = {
    spec: { cronExpressions: [CLEANUP_CRON], timezone: 'UTC' },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCH_UP },
    action: {
      type: 'startWorkflow' as const,
      workflowType: WORKFLOWS.cleanupOldFiles,
      workflowId: CLEANUP_SCHEDULE_ID,
      taskQueue: options.taskQueue,
      args: [{ days: options.days ?? 7 }],
      staticSummary: 'Remove work folders and cached segments that nobody uses any more',
    },
  };
  const handle = client.schedule.getHandle(CLEANUP_SCHEDULE_ID);
  try {
    await handle.update((previous) => {
      const { action } = previous;
      // Unless told otherwise, an age that was chosen earlier stays.
      const args = options.days === undefined && action.type === 'startWorkflow' ? action.args : undefined;
      return {
        ...definition,
        action: { ...definition.action, args: args ?? definition.action.args },
        state: previous.state,
      };
    });
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    try {
      await client.schedule.create({ scheduleId: CLEANUP_SCHEDULE_ID, ...definition });
    } catch (created) {
      if (!(created instanceof ScheduleAlreadyRunning)) throw created;
    }
  }
}

/** What the daily cleanup does when; null when it is not in place. */
export async function describeSchedule(client: Client): Promise<ScheduleSummary | null> {
  try {
    const { info, state } = await client.schedule.getHandle(CLEANUP_SCHEDULE_ID).describe();
    return {
      scheduleId: CLEANUP_SCHEDULE_ID,
      cron: `${CLEANUP_CRON} UTC`,
      paused: state.paused,
      nextRuns: info.nextActionTimes.slice(0, 3),
      recentRuns: info.recentActions.flatMap(({ takenAt, action }) =>
        action.type === 'startWorkflow'
          ? [{ workflowId: action.workflow.workflowId, startedAt: takenAt }]
          : [],
      ),
    };
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}
