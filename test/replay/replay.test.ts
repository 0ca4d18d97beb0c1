import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, describe, expect, it } from 'vitest';

/** Recorded from real runs by scripts/record-histories.mjs. */
const histories = fileURLToPath(new URL('./histories', import.meta.url));
const codePath = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));

interface RecordedHistory {
  events: {
    eventType: string;
    activityTaskScheduledEventAttributes?: { activityType: { name: string } };
  }[];
}

async function read(name: string): Promise<RecordedHistory> {
  return JSON.parse(await readFile(`${histories}/${name}.json`, 'utf8')) as RecordedHistory;
}

function replay(history: RecordedHistory): Promise<void> {
  return Worker.runReplayHistory({ workflowBundle: { codePath } }, historyFromJSON(history));
}

beforeAll(() => {
  // A replay that fails says so in many lines; the tests below say it in one.
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => {}),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
});

describe('the workflows, replayed from what they did', () => {
  const recorded = [
    ['lesson', 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED'],
    ['lesson-reviewed', 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED'],
    ['lesson-failed', 'EVENT_TYPE_WORKFLOW_EXECUTION_FAILED'],
    ['lesson-cancelled', 'EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED'],
    ['slides', 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED'],
    ['cleanup', 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED'],
  ] as const;

  it('has a history of each', async () => {
    expect((await readdir(histories)).sort()).toEqual(recorded.map(([name]) => `${name}.json`).sort());
  });

  it.each(recorded)('%s does the same again', async (name, end) => {
    const history = await read(name);
    expect(history.events.at(-1)?.eventType).toBe(end);
    await expect(replay(history)).resolves.toBeUndefined();
  });

  it.each([
    ['lesson', 'findExpressions', 'planLesson'],
    ['lesson-reviewed', 'mergeAnswers', 'planLesson'],
    ['lesson-reviewed', 'settleReview', 'planLesson'],
    ['slides', 'drawSlideDeck', 'drawSlides'],
  ])('%s: a history in which another activity was asked for is noticed', async (name, was, is) => {
    const history = await read(name);
    const scheduled = history.events
      .map(({ activityTaskScheduledEventAttributes }) => activityTaskScheduledEventAttributes?.activityType)
      .find((activity) => activity?.name === was);
    expect(scheduled).toBeDefined();
    if (scheduled !== undefined) scheduled.name = is;
    await expect(replay(history)).rejects.toBeInstanceOf(DeterminismViolationError);
  });
});
