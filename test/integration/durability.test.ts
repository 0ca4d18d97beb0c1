import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../src/config.js';
import { readService } from '../../src/service/index.js';
import { processOutputSchema, statusOutputSchema } from '../../src/shared/json-output.js';
import { homeLayout, sharedFolder } from '../../src/storage/index.js';
import { testFolder } from '../media/episodes.js';
import { makeHome, serversOf, type TestHome, until } from '../service/home.js';
import { langflix, langflixWell } from './support/command.js';
import { type LightPlay, makeLightPlay } from './support/light-play.js';
import { killTree } from './support/processes.js';
import { isRunning, type WatchedFfmpeg, watchedFfmpeg } from './support/watched-ffmpeg.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
let episode: LightPlay;
beforeAll(async () => {
  folder = await testFolder();
  episode = await makeLightPlay(folder.path);
});
afterAll(() => folder.remove());

// Two services are started and twelve segments made in each, perhaps on a busy machine.
describe('a run whose processes are killed', { timeout: 180_000 }, () => {
  let home: TestHome;
  let ffmpeg: WatchedFfmpeg;
  let config: Config;
  let out: string;
  let command: string[];
  let runs = 0;
  beforeEach(async () => {
    home = await makeHome();
    runs += 1;
    ffmpeg = await watchedFfmpeg(join(folder.path, `ffmpeg-${runs}`));
    out = join(folder.path, `pack-${runs}`);
    config = home.config({
      LANGFLIX_FFMPEG: ffmpeg.path,
      LANGFLIX_HEARTBEAT_TIMEOUT: '3s',
      LANGFLIX_MEDIA_SLOTS: '2',
    });
    command = [
      ...['process', episode.video, '--subtitles', episode.subtitles],
      ...['--max-expressions', '2', '--out', out],
    ];
    return () => home.remove();
  });

  const servicePid = async () => (await readService(config))?.pid ?? Number.NaN;

  /** The run's own names of the segments that it has already. */
  async function finishedSegments(): Promise<string[]> {
    const layout = homeLayout(home.root);
    const runIds = (await readdir(layout.work).catch(() => [])).filter((name) => !name.startsWith('.'));
    const folders = runIds.map((runId) => join(sharedFolder(layout, runId), 'segments'));
    const names = await Promise.all(folders.map((path) => readdir(path).catch(() => [])));
    return names.flat().flatMap((name) => /^(.+)\.mov$/.exec(name)?.[1] ?? []);
  }

  /** Waits until two segments are done and a third one is being rendered, slowly. */
  async function inTheMiddle(): Promise<string[]> {
    await until(async () => (await finishedSegments()).length >= 2, 60_000);
    await ffmpeg.set('slow');
    const before = (await ffmpeg.starts()).length;
    await until(
      async () => (await ffmpeg.starts()).length > before && (await ffmpeg.alive()).length > 0,
      30_000,
    );
    return finishedSegments();
  }

  async function expectNoneTwice(finished: string[]) {
    const starts = await ffmpeg.starts();
    for (const segment of finished) {
      expect(
        starts.filter((start) => start.segment?.endsWith(`-${segment}`)),
        `encodes of ${segment}`,
      ).toHaveLength(1);
    }
  }

  async function expectWholePack(json: string) {
    const result = processOutputSchema.parse(JSON.parse(json));
    expect(result.expressions).toHaveLength(2);
    expect(result.report.leftOut).toEqual([]);
    expect((await readdir(out)).sort()).toEqual([
      'clips',
      'expressions.json',
      'lesson.mp4',
      'manifest.json',
      'slides',
    ]);
    // Nothing half-made beside it, and nothing of the run left in the home.
    expect((await readdir(folder.path)).filter((name) => name.includes(`.pack-${runs}`))).toEqual([]);
    expect((await readdir(homeLayout(home.root).work)).filter((name) => !name.startsWith('.'))).toEqual([]);
  }

  it('goes on under the command that watches it, and encodes no finished segment again', async () => {
    const watching = langflixWell(config, [...command, '--json']);
    const finished = await inTheMiddle();
    expect(finished.length).toBeGreaterThanOrEqual(2);

    const killedAt = Date.now();
    await killTree(await servicePid());
    await until(async () => (await ffmpeg.alive()).length === 0, 1000);
    await ffmpeg.set('plain');

    const ended = await watching;
    expect(ended.stderr).toContain('started again');
    await expectWholePack(ended.stdout);
    await expectNoneTwice(finished);
    // Half a minute would be a retry that waited for more than the silence of the lost worker.
    expect(Date.now() - killedAt).toBeLessThan(45_000);
  });

  it('goes on when the same command is given again; no ffmpeg outlives its worker by a second', async () => {
    await langflixWell(config, [...command, '--detach', '--json']);
    const finished = await inTheMiddle();

    // The service alone: the kernel has to end what is under it.
    process.kill(await servicePid(), 'SIGKILL');
    await until(async () => (await ffmpeg.alive()).length === 0, 1000);
    await until(async () => (await serversOf(home)).length === 0, 1000);
    await ffmpeg.set('plain');

    const again = await langflixWell(config, [...command, '--json']);
    await expectWholePack(again.stdout);
    await expectNoneTwice(finished);
  });

  it('goes on after `langflix down` in its midst, which leaves no ffmpeg and keeps its work', async () => {
    await langflixWell(config, [...command, '--detach', '--json']);
    const finished = await inTheMiddle();
    const service = await servicePid();

    await langflixWell(config, ['down']);
    expect(await isRunning(service)).toBe(false);
    expect(await ffmpeg.alive()).toEqual([]);
    expect(await serversOf(home)).toEqual([]);
    const kept = await finishedSegments();
    expect(kept).toEqual(expect.arrayContaining(finished));
    await ffmpeg.set('plain');

    const watched = await langflixWell(config, ['watch', '--json']);
    const statuses = watched.stdout
      .trim()
      .split('\n')
      .map((line) => statusOutputSchema.parse(JSON.parse(line)));
    expect(statuses.at(-1)).toMatchObject({ state: 'SUCCESS', percent: 100 });
    const percents = statuses.map(({ percent }) => percent);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    // It began where the run had been, not at its start.
    expect(percents[0]).toBeGreaterThan(10);
    const result = await langflix(config, ['result', '--json']);
    await expectWholePack(result.stdout);
    await expectNoneTwice(kept);
  });

  it('is cancelled, not failed, when that is asked for while its worker is lost', async () => {
    // So much silence is allowed that the server learns of the cancellation before it misses the worker.
    const patient = { ...config, heartbeatTimeoutMs: 15_000 };
    await langflixWell(patient, [...command, '--detach', '--json']);
    await inTheMiddle();
    await killTree(await servicePid());
    await ffmpeg.set('plain');

    const cancelled = await langflixWell(patient, ['cancel', '--json']);
    expect(statusOutputSchema.parse(JSON.parse(cancelled.stdout))).toMatchObject({ state: 'CANCELLED' });
    expect(await readdir(folder.path)).not.toContain(`pack-${runs}`);
    expect((await readdir(homeLayout(home.root).work)).filter((name) => !name.startsWith('.'))).toEqual([]);
  });

  it('starts an ffmpeg soon again that somebody has killed, and leaves nothing out', async () => {
    await ffmpeg.set('slow');
    const running = langflix(config, [...command, '--json']);
    await until(async () => (await ffmpeg.alive()).some(({ segment }) => segment !== null), 60_000);
    const victim = (await ffmpeg.alive()).find(({ segment }) => segment !== null);
    process.kill(victim?.pid ?? Number.NaN, 'SIGKILL');
    await ffmpeg.set('plain');
    const attempts = async () =>
      (await ffmpeg.starts()).filter(({ segment }) => segment === victim?.segment).length;
    expect(await until(async () => (await attempts()) === 2, 20_000)).toBeLessThan(10_000);

    const ended = await running;
    expect(ended).toMatchObject({ exitCode: 0 });
    await expectWholePack(ended.stdout);
    const log = await readFile(join(homeLayout(home.root).logs, 'service.log'), 'utf8');
    expect(log).toContain('ended by SIGKILL');
  });
});
