#!/usr/bin/env node
// What the durable road costs: against the same work in one process with no Temporal, in history, and in lessons a
// minute when rendering takes no time. Usage: npm run bench:orchestration -- [--quick]
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { activityInfo } from '@temporalio/activity';
import { NativeConnection, Worker } from '@temporalio/worker';
import { episode, withoutSound } from './episodes.mjs';
import { dependenciesOf, makeInProcess } from './in-process.mjs';
import { configOf, fromDist, inScratch, makeLesson, startService } from './langflix.mjs';
import { figure, heading } from './report.mjs';

const { createActivities } = await fromDist('activities/index.js');
const { readRunFile, stillPath } = await fromDist('activities/run-folder.js');
const { sharedFolder } = await fromDist('storage/index.js');
const { workflowBundle } = await fromDist('worker/workflow-bundle.js');
const { installRuntime } = await fromDist('worker/runtime.js');
const { LangflixClient } = await fromDist('client/index.js');
const { mediaQueueOf } = await fromDist('shared/names.js');

const quick = process.argv.includes('--quick');
const LESSONS = quick ? 20 : 60;
/** Stands in for everything that ffmpeg and the slides' drawing do. */
const STAND_IN_MS = 10;
const QUEUE = 'langflix-bench';

await inScratch(async ({ scratch, config }) => {
  console.log('Making the episode …');
  const made = await episode(scratch, {
    seconds: 1200,
    size: quick ? '320x180' : '640x360',
    ffmpeg: config.ffmpegPath,
  });
  const wanted = (out, maxExpressions) => ({
    videoPath: made.video,
    subtitles: made.subtitles,
    outputDir: join(scratch, out),
    options: { maxExpressions },
  });
  const service = await startService(config);

  // The first run of a process loads what later ones have: neither side is measured by it.
  const deps = await dependenciesOf(configOf(join(scratch, 'plain-home')));
  await makeLesson(service.client, wanted('warm-durable', 1));
  await makeInProcess(deps, wanted('warm-plain', 1), config.mediaSlots);
  const durable = await makeLesson(service.client, wanted('durable', 10));
  const plain = await makeInProcess(deps, wanted('plain', 10), config.mediaSlots);
  heading('A lesson of 10 expressions, all of it rendered');
  figure('durable, on a running service', durable.seconds, 's');
  figure('the same activities in one process, no Temporal', plain.seconds, 's');
  figure('what the durable road adds', durable.seconds - plain.seconds, 's', {
    atMost: Math.round((0.03 * plain.seconds + 1.5) * 100) / 100,
  });

  const worker = await startStandIn(service.server, configOf(join(scratch, 'stand-in-home')));
  const client = new LangflixClient(service.temporal, { taskQueue: QUEUE });
  // Without sound there is nothing that ffmpeg would listen to.
  const silent = await withoutSound(made, config.ffmpegPath);
  const twenty = await makeLesson(client, { ...wanted('twenty', 20), videoPath: silent });
  const history = await service.temporal.workflow
    .getHandle(twenty.run.workflowId, twenty.run.runId)
    .fetchHistory();
  heading(`History of a lesson of ${twenty.result.expressions.length} expressions`);
  figure('events', history.events.length, '', { atMost: 600 });
  figure('bytes of all payloads', payloadBytes(history) / 1000, 'kB', { atMost: 250 });

  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: LESSONS }, (_, i) =>
      makeLesson(client, { ...wanted(`many-${i}`, 10), videoPath: silent }),
    ),
  );
  const minutes = (performance.now() - startedAt) / 60_000;
  heading(
    `${LESSONS} lessons of 10 expressions at once, with ${STAND_IN_MS} ms in place of drawing and rendering`,
  );
  figure('lessons a minute', LESSONS / minutes, '', { atLeast: 60 });
  await worker.stop();
  await service.close();
});

/** A worker whose activities are langflix's, but for those that make pictures: they leave small files in their place. */
async function startStandIn({ connectOptions, namespace }, config) {
  const deps = await dependenciesOf(config);
  installRuntime(deps.log);
  const connection = await NativeConnection.connect(connectOptions);
  const leave = async (path) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'stand-in');
  };
  const planOf = async (name = 'plan.json') => {
    const { runId } = activityInfo().workflowExecution;
    return { runId, plan: (await readRunFile(deps.home, runId, name)).plan };
  };
  const activities = {
    ...createActivities(deps),
    async drawSlides() {
      const { runId, plan } = await planOf('draft.json');
      await sleep(STAND_IN_MS);
      await Promise.all(plan.slides.map(({ still }) => leave(stillPath(deps.home, runId, still))));
      return { failed: [] };
    },
    async renderSegments() {
      await sleep(STAND_IN_MS);
      return { rendered: 1, cached: 0 };
    },
    async joinLesson() {
      const { runId, plan } = await planOf();
      await sleep(STAND_IN_MS);
      const pack = join(sharedFolder(deps.home, runId), 'pack');
      await leave(join(pack, 'lesson.mp4'));
      await Promise.all(plan.clips.map(({ file }) => leave(join(pack, file))));
      return { clips: plan.clips.length };
    },
  };
  const common = { connection, namespace, activities };
  const workers = [
    await Worker.create({
      ...common,
      ...workflowBundle(),
      taskQueue: QUEUE,
      maxConcurrentActivityTaskExecutions: 4,
      maxCachedWorkflows: 200,
    }),
    await Worker.create({
      ...common,
      taskQueue: mediaQueueOf(QUEUE),
      maxConcurrentActivityTaskExecutions: config.mediaSlots,
    }),
  ];
  const runs = workers.map((worker) => worker.run());
  return {
    async stop() {
      for (const worker of workers) worker.shutdown();
      await Promise.all(runs);
      await connection.close();
    },
  };
}

/** Bytes of every payload in a history: arguments, results, heartbeats' last details, memos. */
function payloadBytes(value) {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return 0;
  if (value.data instanceof Uint8Array) return value.data.length;
  return Object.values(value).reduce((sum, inner) => sum + payloadBytes(inner), 0);
}
