#!/usr/bin/env node
// How fast a lesson is made, beside the least that its encodes can take and beside a chain of re-encodes; all from one
// run on this machine. Usage: npm run bench:render -- [--quick] [--keep FOLDER]
import { spawn } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { episode, longer } from './episodes.mjs';
import { floorCommands, runFloor } from './floor.mjs';
import { dependenciesOf } from './in-process.mjs';
import { command, configOf, fromDist, inScratch, makeLesson, startService } from './langflix.mjs';
import { watchMemory } from './memory.mjs';
import { runOldWay } from './old-way.mjs';
import { judgeProgress, watchProgress } from './progress.mjs';
import { figure, heading } from './report.mjs';

const { toEnvironment } = await fromDist('config/index.js');
const { encoderProfiles } = await fromDist('media/index.js');
const { homeLayout } = await fromDist('storage/index.js');
const { stopService } = await fromDist('service/index.js');

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, keep: { type: 'string' } },
});
const SIZES = options.quick
  ? { minutes: 5, times: 6, expressions: 3, old: 1, rounds: 1 }
  : { minutes: 20, times: 6, expressions: 10, old: 2, rounds: 2 };

await inScratch(async ({ scratch, config }) => {
  const { ffmpegPath: ffmpeg, mediaSlots: slots } = config;
  // Episodes take a minute to make; where a folder is named they are kept for the next time.
  const episodes = options.keep === undefined ? join(scratch, 'episodes') : resolve(options.keep);
  console.log('Making the episodes …');
  const size = '1280x720';
  const short = await episode(episodes, { seconds: SIZES.minutes * 60, size, ffmpeg });
  const long = await longer(short, SIZES.times, ffmpeg);
  const large = await episode(episodes, { seconds: 120, size: '1920x1080', ffmpeg });
  console.log(
    `${SIZES.expressions} expressions from ${SIZES.minutes} min of ${short.made}, 720p; ${availableParallelism()} cores, ${slots} ffmpegs at a time, best of ${SIZES.rounds}, Node ${process.versions.node}`,
  );
  const wanted = (from, out, maxExpressions = SIZES.expressions) => ({
    videoPath: from.video,
    subtitles: from.subtitles,
    outputDir: join(scratch, out),
    options: { maxExpressions },
  });

  const deps = await dependenciesOf(configOf(join(scratch, 'floor-home')));
  const floor = await floorCommands(deps, wanted(short, 'floor'), join(scratch, 'floor-segments'));
  const service = await startService(config);
  let memory = watchMemory(service.pid);
  // Side by side in time and the best of some rounds of each, for a machine is never quite quiet.
  const rounds = [];
  for (let round = 1; round <= SIZES.rounds; round += 1) {
    const first = await makeLesson(service.client, wanted(short, `first-${round}`));
    const changed = await makeLesson(
      service.client,
      wanted(short, `changed-${round}`, SIZES.expressions + 1),
    );
    const parallel = await runFloor(ffmpeg, floor, slots);
    const far = await makeLesson(service.client, wanted(long, `far-${round}`));
    const cold = await coldCommand(
      configOf(join(scratch, `cold-home-${round}`)),
      wanted(short, `cold-${round}`),
    );
    rounds.push({ first, changed, parallel, far, cold });
    await forget(homeLayout(config.home));
  }
  // One of its own: whoever watches asks twice a second.
  const watched = await makeLesson(service.client, wanted(short, 'watched'), (run) =>
    watchProgress(service.client, run),
  );
  const usual = memory.stop();
  memory = watchMemory(service.pid);
  await makeLesson(service.client, wanted(large, 'large', 2));
  const at1080 = memory.stop();
  await service.close();
  const best = (of) => rounds.map(of).reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const [first, changed, far] = [best((r) => r.first), best((r) => r.changed), best((r) => r.far)];
  const cold = Math.min(...rounds.map((r) => r.cold));
  const parallel = best((r) => r.parallel);
  const sequential = await runFloor(ffmpeg, floor, 1);
  const least = Math.min(parallel.seconds, sequential.seconds);
  const old = await runOldWay({
    ffmpeg,
    plan: floor.plan,
    video: short.video,
    profile: encoderProfiles.standard,
    stillOf: (still) => join(deps.home.work, floor.run.runId, 'shared', 'stills', `${still}.png`),
    folder: join(scratch, 'old'),
    count: SIZES.old,
  });
  await floor.run.close();

  const { frameRate } = floor.plan.format;
  const delivered = (floor.plan.totalFrames * frameRate.den) / frameRate.num;
  heading(`A lesson of ${delivered.toFixed(1)} s, ${floor.segments.length} segments`);
  figure('on a running service, from the start of the workflow to its result', first.seconds, 's');
  figure(`bare ffmpeg, ${slots} at a time, then the join`, parallel.seconds, 's');
  figure('bare ffmpeg, one after the other, then the join', sequential.seconds, 's');
  figure('  of that, the join alone', parallel.join, 's');
  figure('service / best of bare ffmpeg', first.seconds / least, '', { atMost: 1.1 });
  figure('delivered seconds a second', delivered / first.seconds, '');

  const progress = judgeProgress(watched.seen);
  heading('Its progress, as a terminal shows it');
  figure('times that it went back', progress.wentBack ? 1 : 0, '', { atMost: 0 });
  figure('longest time without a change', progress.stillSeconds, 's', { atMost: 5 });
  figure('time left, after the first fifth: off by, in the middle', 100 * progress.middleError, '% of all');
  figure('time left, after the first fifth: off by, at worst', 100 * progress.worstError, '% of all');

  heading('The command on a machine where nothing runs yet');
  figure('langflix process, from its start to its end', cold, 's');
  figure('more than on a running service', cold - first.seconds, 's', { atMost: 6 });

  heading(`The old way: ${old.encodes} encodes for ${old.expressions} expressions (${old.steps.join(', ')})`);
  const scaled = (old.seconds / old.delivered) * delivered;
  figure(`measured, for ${old.delivered.toFixed(1)} delivered seconds`, old.seconds, 's');
  figure('scaled to this lesson’s delivered seconds', scaled, 's');
  figure('old way / service', scaled / first.seconds, '', { atLeast: 5 });

  heading('Again');
  figure('one expression more, on the same service', changed.seconds, 's');
  figure('of the first time', changed.seconds / first.seconds, '', { atMost: 0.2 });
  figure(`the same lesson from an episode ${SIZES.times} times as long`, far.seconds, 's');
  figure('of that from the short one', far.seconds / first.seconds, '', { atMost: 1.05 });

  if (usual !== null && at1080 !== null) {
    heading('Most memory at one time');
    figure('Node processes of the service together', Math.max(usual.nodeMiB, at1080.nodeMiB), 'MiB', {
      atMost: 350,
    });
    figure('a single ffmpeg at 720p', usual.ffmpegMiB, 'MiB');
    figure('a single ffmpeg at 1080p', at1080.ffmpegMiB, 'MiB', { atMost: 700 });
  }
});

/** Runs the command as a person would, in a home where there is nothing, and times it. */
async function coldCommand(cold, { videoPath, subtitles, outputDir, options: { maxExpressions } }) {
  const startedAt = performance.now();
  try {
    await new Promise((done, failed) => {
      const args = [
        ...[command, 'process', videoPath, '--subtitles', subtitles, '--out', outputDir],
        ...['--max-expressions', String(maxExpressions), '--json'],
      ];
      const child = spawn(process.execPath, args, {
        env: { ...toEnvironment(cold), TEMPORAL_ADDRESS: '' },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (text) => {
        said = (said + text).slice(-2000);
      });
      child.once('error', failed);
      child.once('close', (code) =>
        code === 0 ? done() : failed(new Error(`langflix process failed: ${said}`)),
      );
    });
    return (performance.now() - startedAt) / 1000;
  } finally {
    await stopService(cold);
  }
}

/** What a service knows of earlier lessons. */
async function forget({ segments, sounds }) {
  for (const folder of [segments, sounds]) {
    for (const name of await readdir(folder)) {
      if (!name.startsWith('.')) await rm(join(folder, name), { recursive: true });
    }
  }
}
