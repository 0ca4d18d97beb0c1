import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/index.js';
import { failureOutputSchema } from '../../src/shared/json-output.js';
import { homeLayout } from '../../src/storage/index.js';
import { testFolder } from '../media/episodes.js';
import { makeHome, type TestHome } from '../service/home.js';
import { langflix } from './support/command.js';
import { type LightPlay, makeLightPlay } from './support/light-play.js';
import { type WatchedFfmpeg, watchedFfmpeg } from './support/watched-ffmpeg.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
let episode: LightPlay;
let home: TestHome;
let ffmpeg: WatchedFfmpeg;
let config: Config;
beforeAll(async () => {
  folder = await testFolder();
  episode = await makeLightPlay(folder.path);
  home = await makeHome();
  ffmpeg = await watchedFfmpeg(join(folder.path, 'ffmpeg'));
  config = home.config({ LANGFLIX_FFMPEG: ffmpeg.path, LANGFLIX_MEDIA_SLOTS: '1' });
});
afterAll(async () => {
  await home.remove();
  await folder.remove();
});

describe('limits', { timeout: 120_000 }, () => {
  /** Asks for a study pack under limits that are too short for it. */
  async function failing(name: string, limits: string[]) {
    const before = (await readdir(folder.path)).sort();
    const out = join(folder.path, name, 'pack');
    const ended = await langflix(config, [
      ...['process', episode.video, '--subtitles', episode.subtitles, '--max-expressions', '1'],
      ...['--out', out, ...limits, '--json'],
    ]);
    expect(ended.exitCode).toBe(1);
    // Nothing published, no folder made for it, no claim beside it; no ffmpeg, and nothing of the run.
    expect((await readdir(folder.path)).sort()).toEqual(before);
    expect(await ffmpeg.alive()).toEqual([]);
    const { work } = homeLayout(home.root);
    expect((await readdir(work)).filter((entry) => !entry.startsWith('.'))).toEqual([]);
    return failureOutputSchema.parse(JSON.parse(ended.stdout));
  }

  /** How often the activity that ran into a limit was started. */
  async function attemptsOf(runId: string | null): Promise<number[]> {
    const log = await readFile(join(homeLayout(home.root).logs, 'service.log'), 'utf8');
    const lines = log
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    return lines
      .filter((line) => line.runId === runId && line.activity === 'renderSegments' && line.msg === 'started')
      .map(({ attempt }) => Number(attempt));
  }

  it('stops a step softly at its soft limit, once and for all', async () => {
    await ffmpeg.set('slow');
    const failure = await failing('soft', ['--soft-limit', '2s', '--hard-limit', '60s']);
    expect(failure).toMatchObject({ state: 'FAILURE', error: { type: 'SoftTimeLimitExceeded' } });
    expect(failure.error.message).toContain('2 s');
    expect(new Set(await attemptsOf(failure.runId))).toEqual(new Set([1]));
  });

  it('ends a step at its hard limit that does not listen, once and for all', async () => {
    await ffmpeg.set('deaf');
    const started = Date.now();
    const failure = await failing('hard', ['--soft-limit', '2s', '--hard-limit', '3s']);
    expect(failure).toMatchObject({ state: 'FAILURE', error: { type: 'HardTimeLimitExceeded' } });
    expect(new Set(await attemptsOf(failure.runId))).toEqual(new Set([1]));
    expect(Date.now() - started).toBeLessThan(40_000);
  });

  it('tells a hard limit from a soft one that is the same', async () => {
    await ffmpeg.set('deaf');
    const failure = await failing('both', ['--soft-limit', '3s', '--hard-limit', '3s']);
    expect(failure).toMatchObject({ error: { type: 'HardTimeLimitExceeded' } });
  });

  it('refuses a soft limit above the hard one', async () => {
    const ended = await langflix(config, [
      ...['process', episode.video, '--subtitles', episode.subtitles, '--out', join(folder.path, 'no')],
      ...['--soft-limit', '10s', '--hard-limit', '5s'],
    ]);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain('soft limit must not be above the hard limit');
  });
});
