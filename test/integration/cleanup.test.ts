import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LangflixClient } from '../../src/client/index.js';
import type { Config } from '../../src/config/index.js';
import type { CleanupResult } from '../../src/shared/results.js';
import { homeLayout, openRunFolder, runFolder, sharedFolder } from '../../src/storage/index.js';
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
  config = home.config({
    LANGFLIX_FFMPEG: ffmpeg.path,
    LANGFLIX_MEDIA_SLOTS: '1',
    LANGFLIX_ABANDONED_AFTER: '2s',
  });
});
afterAll(async () => {
  await home.remove();
  await folder.remove();
});

const DAY_MS = 24 * 60 * 60_000;

/** Makes a folder and all that is in it look unused for so many days. */
async function age(path: string, days: number): Promise<void> {
  const then = new Date(Date.now() - days * DAY_MS);
  for (const name of await readdir(path, { recursive: true })) await utimes(join(path, name), then, then);
  await utimes(path, then, then);
}

/** Starts the daily cleanup now and gives what it came to. */
async function trigger(client: Client): Promise<CleanupResult> {
  const schedule = client.schedule.getHandle('langflix-cleanup');
  const taken = async () => (await schedule.describe()).info.recentActions.length;
  const before = await taken();
  await schedule.trigger();
  await until(async () => (await taken()) > before);
  const action = (await schedule.describe()).info.recentActions.at(-1)?.action;
  if (action?.type !== 'startWorkflow') throw new Error('the schedule starts no workflow');
  const { workflowId, firstExecutionRunId } = action.workflow;
  return (await client.workflow.getHandle(workflowId, firstExecutionRunId).result()) as CleanupResult;
}

describe('the daily cleanup', { timeout: 180_000 }, () => {
  it('removes what nobody has used for a week, and nothing else', () =>
    withService(config, async (client) => {
      const layout = homeLayout(home.root);
      await ffmpeg.set('slow');
      const open = await client.workflow.start('processVideoContent', {
        taskQueue: 'langflix',
        workflowId: 'open-run',
        args: [
          {
            videoPath: episode.video,
            subtitles: episode.subtitles,
            outputDir: join(folder.path, 'pack'),
            options: { maxExpressions: 1 },
          },
        ],
      });
      await until(async () => (await ffmpeg.alive()).length > 0, 60_000);
      const abandoned = await openRunFolder(layout, { workflowId: 'lost', runId: 'lost-run' });
      await writeFile(join(abandoned.shared, 'plan.json'), '{}');
      await age(abandoned.path, 8);
      const recent = await openRunFolder(layout, { workflowId: 'recent', runId: 'recent-run' });
      await age(recent.path, 6);
      await age(runFolder(layout, open.firstExecutionRunId), 30);

      // A study pack of long ago, in a folder of its own and even within the home, and a link to it among the work.
      const pack = join(folder.path, 'old-pack');
      const within = join(home.root, 'my packs', 'old-pack');
      for (const path of [pack, within]) {
        await mkdir(join(path, 'clips'), { recursive: true });
        await writeFile(join(path, 'manifest.json'), '{"product":"langflix"}');
        await writeFile(join(path, 'clips', '01.mp4'), 'clip');
        await age(path, 400);
      }
      const link = join(layout.work, 'linked-run');
      await symlink(pack, link);

      const result = await trigger(client);
      expect(result.removed.map(({ path }) => path)).toEqual([abandoned.path]);
      expect(result.freedBytes).toBeGreaterThan(0);
      const kept = new Map(result.kept.map(({ path, reason }) => [path, reason]));
      expect(kept.get(runFolder(layout, open.firstExecutionRunId))).toBe('its run is open');
      expect(kept.get(link)).toBe('is a link');

      const left = (await readdir(layout.work)).filter((name) => !name.startsWith('.')).sort();
      expect(left).toEqual(['linked-run', open.firstExecutionRunId, 'recent-run'].sort());
      for (const path of [pack, within]) {
        expect((await readdir(path, { recursive: true })).sort()).toEqual([
          'clips',
          join('clips', '01.mp4'),
          'manifest.json',
        ]);
      }

      // The open run has all it needs still.
      expect(await readdir(sharedFolder(layout, open.firstExecutionRunId))).toContain('plan.json');
      await ffmpeg.set('plain');
      expect(await open.result()).toMatchObject({ status: 'completed' });
    }));

  it('ends a run that nobody has served for too long, and says why', () =>
    withService(config, async (client) => {
      const forsaken = await client.workflow.start('processVideoContent', {
        taskQueue: 'nobody-serves-this',
        workflowId: 'forsaken-run',
        args: [{ videoPath: episode.video, outputDir: join(folder.path, 'never') }],
      });
      const left = await openRunFolder(homeLayout(home.root), {
        workflowId: 'forsaken-run',
        runId: forsaken.firstExecutionRunId,
      });
      await age(left.path, 8);
      const cleanUp = (dryRun: boolean) =>
        client.workflow.execute('cleanupOldFiles', {
          taskQueue: 'langflix',
          workflowId: `cleanup-${dryRun}`,
          args: [{ days: 7, dryRun }],
        }) as Promise<CleanupResult>;
      // Two seconds count as too long in this home; a listing needs a moment to know of the run.
      await until(async () => (await cleanUp(true)).ended.length > 0, 30_000);
      expect((await forsaken.describe()).status.name).toBe('RUNNING');

      const result = await cleanUp(false);
      expect(result.ended).toMatchObject([{ workflowId: 'forsaken-run' }]);
      expect(result.removed.map(({ path }) => path)).toEqual([left.path]);
      expect((await forsaken.describe()).status.name).toBe('TERMINATED');
      const langflix = new LangflixClient(client);
      await expect(langflix.result('forsaken-run')).rejects.toMatchObject({
        kind: 'Terminated',
        message: expect.stringContaining('No worker has served this run since'),
      });
    }));

  it('is put in place once, every day at two, and keeps what a person has chosen', () =>
    withService(config, async (client) => {
      const { applySchedule } = await import('../../src/client/schedules.js');
      const schedule = client.schedule.getHandle('langflix-cleanup');
      const { policies, spec } = await schedule.describe();
      expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 25 * 60 * 60_000 });
      expect(spec.calendars?.[0]).toMatchObject({ hour: [{ start: 2 }], minute: [{ start: 0 }] });

      await applySchedule(client, { taskQueue: 'langflix', days: 30 });
      // The server answers before it has taken a change in; and of two that wait, it does not keep the order.
      const becomes = (change: object) =>
        expect.poll(() => schedule.describe(), { timeout: 20_000, interval: 100 }).toMatchObject(change);
      await becomes({ action: { args: [{ days: 30 }] } });
      await schedule.pause('by hand');
      await becomes({ state: { paused: true } });
      await applySchedule(client, { taskQueue: 'langflix' });
      const { action, state } = await schedule.describe();
      expect(state.paused).toBe(true);
      expect(action).toMatchObject({ args: [{ days: 30 }] });
      const all = [];
      for await (const { scheduleId } of client.schedule.list()) all.push(scheduleId);
      expect(all).toEqual(['langflix-cleanup']);
    }));
});
