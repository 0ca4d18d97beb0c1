import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApplicationFailure, CancelledFailure, type Client, WorkflowFailedError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/index.js';
import { homeLayout, runFolder } from '../../src/storage/index.js';
import { testFolder } from '../media/episodes.js';
import { makeHome, type TestHome, until } from '../service/home.js';
import { type LightPlay, makeLightPlay } from './support/light-play.js';
import { withService } from './support/own-service.js';
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

/** As a program does that knows langflix by its names alone. */
function start(client: Client, workflow: string, args: unknown[]) {
  return client.workflow.start(workflow, { taskQueue: 'langflix', workflowId: randomUUID(), args });
}

async function failureOf(result: Promise<unknown>): Promise<unknown> {
  const error = await result.then(
    () => null,
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(WorkflowFailedError);
  return (error as WorkflowFailedError).cause;
}

describe('the workflows, by their names', { timeout: 180_000 }, () => {
  it('processVideoContent makes a study pack', () =>
    withService(config, async (client) => {
      await ffmpeg.set('plain');
      const outputDir = join(folder.path, 'pack');
      const handle = await start(client, 'processVideoContent', [
        {
          videoPath: episode.video,
          subtitles: episode.subtitles,
          outputDir,
          options: { maxExpressions: 1, level: 'A2' },
        },
      ]);
      const result = await handle.result();
      expect(result).toMatchObject({
        status: 'completed',
        outputDir,
        expressions: [{ headword: expect.any(String), line: expect.any(String) }],
        outputs: { lesson: 'lesson.mp4', clips: [expect.any(String)], slides: [expect.any(String)] },
        report: { leftOut: [] },
      });
      expect((await readdir(outputDir)).sort()).toEqual([
        'clips',
        'expressions.json',
        'lesson.mp4',
        'manifest.json',
        'slides',
      ]);
    }));

  it('generateEducationalSlides draws slides, one or many', () =>
    withService(config, async (client) => {
      const outputDir = join(folder.path, 'slides');
      const one = { expression: 'hold on', meaning: 'wait a moment', translation: '잠깐만', outputDir };
      const single = await start(client, 'generateEducationalSlides', [one]).then((handle) =>
        handle.result(),
      );
      expect(single).toMatchObject({ status: 'completed', slides: [join(outputDir, '01-hold-on.png')] });
      expect((await stat(join(outputDir, '01-hold-on.png'))).size).toBeGreaterThan(5000);

      // Its own picture it replaces, a person's never; where one is in the way, nothing is drawn.
      const again = await start(client, 'generateEducationalSlides', [{ ...one, meaning: 'stay there' }]);
      await again.result();
      const mine = join(outputDir, '02-by-the-way.png');
      await writeFile(mine, 'my own drawing');
      const before = await readFile(join(outputDir, '01-hold-on.png'));
      const slides = [{ expression: 'hold on', meaning: 'do not go' }, { expression: 'by the way' }];
      const refused = await start(client, 'generateEducationalSlides', [{ slides, outputDir }]);
      expect(await failureOf(refused.result())).toMatchObject({
        type: 'UnusableOutput',
        message: expect.stringContaining(mine),
      });
      expect(await readFile(mine, 'utf8')).toBe('my own drawing');
      expect(await readFile(join(outputDir, '01-hold-on.png'))).toEqual(before);

      const list = [{ expression: 'by the way' }, { expression: 'figure out' }];
      const many = await start(client, 'generateEducationalSlides', [list]).then((handle) => handle.result());
      expect(many).toMatchObject({
        slides: [expect.stringMatching(/01-by-the-way\.png$/), expect.anything()],
      });
    }));

  it.each(['processVideoContent', 'generateEducationalSlides'])(
    '%s puts nothing into the system’s folders or the home, whatever leads there',
    (workflow) =>
      withService(config, async (client) => {
        await rm(join(folder.path, 'link'), { force: true });
        await symlink(home.root, join(folder.path, 'link'));
        // In /proc nothing could be made without the guard either: but then that is what the message says.
        for (const outputDir of [
          '/proc/langflix-pack',
          home.root,
          join(folder.path, 'link', 'work', 'pack'),
        ]) {
          const input = { videoPath: episode.video, subtitles: episode.subtitles, outputDir };
          const args = workflow === 'processVideoContent' ? input : { expression: 'hold on', outputDir };
          const handle = await start(client, workflow, [args]);
          expect(await failureOf(handle.result())).toMatchObject({
            type: 'UnusableOutput',
            message: expect.stringMatching(/(belongs to the system|is in langflix’s own home)$/),
          });
          if (outputDir !== home.root) await expect(stat(outputDir)).rejects.toThrow('ENOENT');
        }
      }),
  );

  it('cleanupOldFiles says what it would remove', () =>
    withService(config, async (client) => {
      for (const args of [[{ days: 7, dryRun: true }], []]) {
        const result = await start(client, 'cleanupOldFiles', args).then((handle) => handle.result());
        expect(result).toMatchObject({ status: 'completed', removed: [], freedBytes: 0 });
      }
    }));

  it.each([
    ['processVideoContent', { videoPath: 'film.mp4', outputDir: '/tmp/out' }, 'absolute path'],
    ['processVideoContent', undefined, 'expected object'],
    [
      'processVideoContent',
      { videoPath: '/a.mp4', outputDir: '/b', limits: { softMs: 9, hardMs: 3 } },
      'soft limit',
    ],
    ['generateEducationalSlides', { slides: [{ title: 'no expression' }] }, 'expression'],
    ['generateEducationalSlides', 'hold on', 'expected object'],
    ['cleanupOldFiles', { days: -1 }, 'days'],
  ])('%s refuses a wrong input at once: %j', (workflow, input, says) =>
    withService(config, async (client) => {
      const started = Date.now();
      const handle = await start(client, workflow, input === undefined ? [] : [input]);
      const cause = await failureOf(handle.result());
      expect(cause).toBeInstanceOf(ApplicationFailure);
      expect(cause).toMatchObject({ type: 'InvalidInput', nonRetryable: true });
      expect((cause as Error).message).toContain(says);
      expect(Date.now() - started).toBeLessThan(10_000);
    }),
  );

  it('a cancelled run ends its ffmpegs, takes its work away and publishes nothing', () =>
    withService(config, async (client) => {
      await ffmpeg.set('slow');
      const before = (await readdir(folder.path)).sort();
      const outputDir = join(folder.path, 'made-for-it', 'cancelled');
      const handle = await start(client, 'processVideoContent', [
        { videoPath: episode.video, subtitles: episode.subtitles, outputDir, options: { maxExpressions: 2 } },
      ]);
      await until(async () => (await ffmpeg.alive()).length > 0, 60_000);
      const work = runFolder(homeLayout(home.root), handle.firstExecutionRunId);
      expect(await readdir(work)).toContain('shared');

      await handle.cancel();
      expect(await failureOf(handle.result())).toBeInstanceOf(CancelledFailure);
      expect((await handle.describe()).status.name).toBe('CANCELLED');
      expect(await ffmpeg.alive()).toEqual([]);
      await expect(stat(work)).rejects.toMatchObject({ code: 'ENOENT' });
      expect((await readdir(folder.path)).sort()).toEqual(before);
    }));
});
