// The work of a run in this process: the same activities in the same order, with no Temporal between them.
import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import { fromDist } from './langflix.mjs';

const { createActivities } = await fromDist('activities/index.js');
const { processVideoInputSchema } = await fromDist('shared/inputs.js');
const { findMediaTools } = await fromDist('media/index.js');
const { trackReader } = await fromDist('episode/index.js');
const { candidateFinder } = await fromDist('expressions/index.js');
const { homeLayout, prepareHome } = await fromDist('storage/index.js');
const { version } = await fromDist('version.js');

/** What activities are given by a worker of this home. */
export async function dependenciesOf(config) {
  const home = homeLayout(config.home);
  await prepareHome(home);
  return {
    home,
    tools: await findMediaTools({ ffmpeg: config.ffmpegPath, ffprobe: config.ffprobePath }),
    tracks: trackReader(),
    finder: candidateFinder(),
    log: pino({ level: 'silent' }),
    version,
    searchAttributes: false,
    model: config.model,
    transientRetryMs: config.transientRetryMs,
    stallMs: config.stallTimeoutMs,
    openRunIds: async () => new Set(),
  };
}

/** A run in this process; its activities are called by name. */
export function openInProcess(deps, input) {
  const request = processVideoInputSchema.parse(input);
  const runId = randomUUID();
  const activities = createActivities(deps);
  const { limits } = request;
  const call = (name, argument, activityId = name) => {
    const environment = new MockActivityEnvironment({
      activityId,
      activityType: name,
      attempt: 1,
      scheduledTimestampMs: Date.now(),
      heartbeatDetails: undefined,
      workflowExecution: { workflowId: `bench-${runId}`, runId },
    });
    return environment.run(activities[name], argument);
  };
  return {
    runId,
    /** All that comes before rendering. */
    async prepare() {
      await call('openRun', request);
      for (const name of ['probeEpisode', 'readSubtitles', 'findExpressions']) await call(name, { limits });
      return call('planLesson', { limits, leftOut: [] });
    },
    drawSlides: () => call('drawSlides', { limits }),
    settle: () => call('settlePlan', { limits, leftOut: [] }),
    render: (group) => call('renderSegments', { limits, group }, group),
    join: () => call('joinLesson', { limits }),
    publish: (seconds) => call('publishStudyPack', { limits, leftOut: [], seconds }),
    close: () => call('closeRun', { limits, outputDir: request.outputDir }),
  };
}

/** Makes a whole lesson in this process, `slots` groups at a time, and times it. */
export async function makeInProcess(deps, input, slots) {
  const startedAt = performance.now();
  const run = openInProcess(deps, input);
  await run.prepare();
  const drawn = run.drawSlides();
  const plan = await run.settle();
  const groups = [...plan.groups].sort(
    (a, b) => Number(a.needsStills) - Number(b.needsStills) || b.work - a.work,
  );
  await inParallel(groups, slots, async ({ id, needsStills }) => {
    if (needsStills) await drawn;
    await run.render(id);
  });
  await drawn;
  await run.join();
  await run.publish(plan.seconds);
  await run.close();
  return { seconds: (performance.now() - startedAt) / 1000 };
}

/** Works through a list, so many at a time, in its order. */
export async function inParallel(items, slots, work) {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(slots, items.length) }, worker));
}
