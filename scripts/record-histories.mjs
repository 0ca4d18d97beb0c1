#!/usr/bin/env node
// Records the histories that test/replay replays: one run of each workflow, a reviewed, a failed and a cancelled one, on the
// server of a home of its own. Needs a build. Usage: npm run record:histories
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'test', 'replay', 'histories');
/** Short and neutral, for it is all over the recorded histories. */
const folder = mkdtempSync('/tmp/episode-');
const { readConfig } = await import(join(root, 'dist', 'config', 'index.js'));
const { ensureService, stopService } = await import(join(root, 'dist', 'service', 'index.js'));

const LINES = [
  [1, 3, 'Can you really open this old door?'],
  [3.5, 5.4, "I don't know, but I'll give it a shot."],
  [5.9, 7.6, 'The key is under the mat.'],
  [14, 16, 'Anna called me last night.'],
  [16.5, 18.9, 'She wrote to me out of the blue.'],
  [19.4, 21, 'What did she want?'],
];
const config = readConfig({
  ...process.env,
  TEMPORAL_ADDRESS: '',
  GEMINI_API_KEY: '',
  GOOGLE_GENERATIVE_AI_API_KEY: '',
  LANGFLIX_HOME: join(folder, 'home'),
  LANGFLIX_MEDIA_SLOTS: '1',
});

try {
  makeEpisode();
  mkdirSync(target, { recursive: true });
  const { address } = await ensureService(config);
  const connection = await Connection.connect({ address });
  await record(new Client({ connection }));
  await connection.close();
} finally {
  await stopService(config);
  rmSync(folder, { recursive: true, force: true });
}
const formatter = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
execFileSync(process.execPath, [formatter, 'format', '--write', target], { cwd: root, stdio: 'inherit' });

async function record(client) {
  const lesson = {
    videoPath: join(folder, 'episode.mp4'),
    subtitles: join(folder, 'episode.en.srt'),
    outputDir: join(folder, 'pack'),
    options: { maxExpressions: 2 },
  };
  const start = (workflowId, workflow, input) =>
    client.workflow.start(workflow, { taskQueue: config.taskQueue, workflowId, args: [input] });

  await keep(client, await start('lesson', 'processVideoContent', lesson));
  const slides = { outputDir: join(folder, 'slides'), slides: [{ expression: 'hold on' }] };
  await keep(client, await start('slides', 'generateEducationalSlides', slides));
  await keep(client, await start('cleanup', 'cleanupOldFiles', { dryRun: true }));

  await keep(client, await reviewed(start, lesson));

  const limits = { softMs: 1, hardMs: 60_000 };
  const other = { ...lesson, outputDir: join(folder, 'other') };
  await keep(client, await start('lesson-failed', 'processVideoContent', { ...other, limits }));

  const more = { ...other, options: { maxExpressions: 2, level: 'C1' }, again: true };
  const handle = await start('lesson-cancelled', 'processVideoContent', more);
  while ((await handle.describe()).memo?.langflixProgress?.stage !== 'segments') await delay(10);
  await handle.cancel();
  await keep(client, handle);
}

/** A lesson whose model has no key here, so that the offline result stands, and which a person has reviewed. */
async function reviewed(start, lesson) {
  const handle = await start('lesson-reviewed', 'processVideoContent', {
    ...lesson,
    outputDir: join(folder, 'reviewed'),
    options: { maxExpressions: 2, model: 'google/of-nobody' },
    review: {},
  });
  while ((await handle.describe()).memo?.langflixProgress?.stage !== 'review') await delay(10);
  await handle.executeUpdate('review', {
    args: [{ keep: [2], edits: [{ id: 2, meaning: 'all of a sudden' }] }],
  });
  return handle;
}

/** Waits for a run's end and writes its history without what only this machine knows. */
async function keep(client, handle) {
  await handle.result().catch((error) => console.log(`${handle.workflowId}: ${error.cause?.message}`));
  const history = await client.workflow.getHandle(handle.workflowId).fetchHistory();
  const text = JSON.stringify(JSON.parse(historyToJSON(history)), null, 1).replaceAll(
    /"identity": "[^"]*"/g,
    '"identity": "langflix"',
  );
  writeFileSync(join(target, `${handle.workflowId}.json`), `${text}\n`);
  const { historySize, historyLength, status } = await handle.describe();
  console.log(`${handle.workflowId}: ${status.name}, ${historyLength} events, ${historySize} bytes`);
}

function makeEpisode() {
  const pictures = ['-f', 'lavfi', '-i', 'testsrc2=s=192x108:r=12:d=22'];
  const sound = ['-f', 'lavfi', '-i', 'sine=f=330:r=48000:d=22'];
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  const output = join(folder, 'episode.mp4');
  execFileSync(config.ffmpegPath, ['-v', 'error', '-nostdin', ...pictures, ...sound, ...codecs, output]);
  const time = (seconds) => new Date(seconds * 1000).toISOString().slice(11, -1).replace('.', ',');
  const cues = LINES.map(([from, to, text], i) => `${i + 1}\n${time(from)} --> ${time(to)}\n${text}\n`);
  writeFileSync(join(folder, 'episode.en.srt'), cues.join('\n'));
}
