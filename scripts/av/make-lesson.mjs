import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import { fromDist } from './from-dist.mjs';

/** A refusal is what some callers ask for: it is not to be told twice. */
const SILENT = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * Makes a study pack by langflix's own activities, one after the other in this process, without a server, so that the
 * plan can be looked at. What takes a workflow (retries, leaving out, side by side) is not tried here.
 *
 * @param {object} input
 * @param {string} input.home folder, absolute: work and cache
 * @param {object} input.request as `processVideoContent` takes it
 * @returns {Promise<{ plan: object, probe: object, result: object, outputDir: string }>}
 */
export async function makeLesson({ home: root, request: raw }) {
  const { createActivities } = await fromDist('activities/index.js');
  const { readRunFile } = await fromDist('activities/run-folder.js');
  const { homeLayout, prepareHome } = await fromDist('storage/index.js');
  const { findMediaTools } = await fromDist('media/index.js');
  const { trackReader } = await fromDist('episode/index.js');
  const { candidateFinder } = await fromDist('expressions/index.js');
  const { readConfig } = await fromDist('config/index.js');
  const { processVideoInputSchema } = await fromDist('shared/inputs.js');

  const config = readConfig(process.env);
  const home = homeLayout(root);
  await prepareHome(home);
  const request = processVideoInputSchema.parse({ again: true, ...raw });
  const activities = createActivities({
    home,
    tools: await findMediaTools({ ffmpeg: config.ffmpegPath, ffprobe: config.ffprobePath }),
    tracks: trackReader(),
    finder: candidateFinder(),
    log: pino({ level: process.env.LANGFLIX_LOG_LEVEL || 'silent' }),
    version: '0.0.0',
    searchAttributes: false,
    model: config.model,
    transientRetryMs: 0,
    stallMs: config.stallTimeoutMs,
    openRunIds: async () => new Set(),
  });
  const runId = randomUUID();
  const run = (name, input, activityId = name) => {
    const workflowExecution = { workflowId: `lesson-${runId}`, runId };
    const info = { workflowExecution, activityId, activityType: name };
    const environment = new MockActivityEnvironment(info, { logger: SILENT });
    return environment.run(activities[name], { limits: request.limits, ...input });
  };
  await run('openRun', request);
  try {
    await run('probeEpisode');
    await run('readSubtitles');
    await run('findExpressions');
    await run('planLesson', { leftOut: [] });
    const { failed } = await run('drawSlides');
    if (failed.length > 0) throw new Error(failed[0].error.message);
    const { groups, seconds } = await run('settlePlan', { leftOut: [] });
    for (const { id } of groups) await run('renderSegments', { group: id }, id);
    await run('joinLesson');
    const result = await run('publishStudyPack', { leftOut: [], seconds });
    const { plan } = await readRunFile(home, runId, 'plan.json');
    const { probe } = await readRunFile(home, runId, 'probe.json');
    return { plan, probe, result, outputDir: request.outputDir };
  } finally {
    await run('closeRun', { outputDir: request.outputDir });
  }
}
