// Temporal's Web UI, as a person sees langflix's runs in it. The picture in the documentation is made here too:
//   WEB_UI_IMAGE=docs/images/web-ui.png npx vitest run test/integration/web-ui.test.ts
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LangflixClient } from '../../src/client/index.js';
import type { Config } from '../../src/config/index.js';
import { embeddedConnectOptions, readService } from '../../src/service/index.js';
import type { ProcessOutput } from '../../src/shared/json-output.js';
import { makeHome, type TestHome } from '../service/home.js';
import { chromiumPath, launchBrowser, markdownOn, textOf } from './support/browser.js';
import { processVideo } from './support/command.js';
import { makePlay } from './support/short-play.js';

const chromium = chromiumPath();
const image = process.env.WEB_UI_IMAGE;
const WITHIN = { timeout: 20_000, interval: 100 };

describe.skipIf(chromium === undefined)('the Web UI (needs a Chromium: CHROMIUM_PATH or PATH)', () => {
  let home: TestHome;
  let config: Config;
  let folder: string;
  let browser: Browser;
  let page: Page;
  let made: ProcessOutput;
  let ui: string;
  let address: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'langflix-web-ui-'));
    home = await makeHome();
    config = home.config();
    const play = await makePlay(folder, 'lighthouse');
    made = await processVideo(config, [
      play.video,
      ...['--subtitles', play.subtitles, '--translation', play.translation, '--out', join(folder, 'pack')],
    ]);
    const service = await readService(config);
    if (service === null) throw new Error('the service has ended');
    ui = `${service.uiUrl}/namespaces/${service.namespace}`;
    address = service.address;
    browser = await launchBrowser(chromium!);
    page = await browser.newPage({ viewport: { width: 1280, height: 1150 } });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await home?.remove();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it('shows a run with its id and what each activity did, in words', async () => {
    await page.goto(`${ui}/workflows/${made.workflowId}/${made.runId}/history`);
    const text = () => textOf(page.locator('main'));
    await expect.poll(text, WITHIN).toContain('Scene 1/3: give it a shot');
    const shown = await text();
    expect(shown).toContain('Completed');
    expect(shown).toContain(made.workflowId);
    for (const summary of [
      'Open lighthouse.mp4',
      'Find expressions in 9 lines',
      'Draw 3 slides',
      'Title and end',
      'Line 1/3: give it a shot',
      'Scene 2/3: out of the blue',
      'Scene 3/3: call it a day',
      'Join the lesson',
      'Publish the study pack',
      'Tidy up',
    ]) {
      expect(shown).toContain(summary);
    }
    if (image !== undefined) await takePicture(page, resolve(image));
  });

  it('shows what the run is for and how far it got, stage by stage', async () => {
    await page.goto(`${ui}/workflows/${made.workflowId}/${made.runId}/user-metadata`);
    const text = () => markdownOn(page);
    await expect.poll(text, WITHIN).toContain('Publishing the study pack');
    const shown = await text();
    expect(shown).toContain('Study pack from lighthouse.mp4');
    expect(shown).toContain(made.outputDir);
    expect(shown).toMatch(/Reading the video\s+done\s+36 s, 640x360, 23.976 frames\/s/);
    expect(shown).toMatch(/Reading the subtitles\s+done\s+9 lines, 9 in ko/);
    expect(shown).toMatch(/Finding expressions\s+done\s+give it a shot, out of the blue, call it a day/);
    expect(shown).toMatch(/Rendering scenes\s+done\s+7 of 7 parts/);
    expect(shown).toContain(made.message);
  });

  it('shows the search attributes, by which runs can be found', async () => {
    await page.goto(`${ui}/workflows/${made.workflowId}/${made.runId}/search-attributes`);
    const text = async () => (await textOf(page.locator('main'))).replace(/\s+/g, ' ');
    await expect.poll(text, WITHIN).toMatch(/"LangflixEpisode": \[ "lighthouse.mp4" \]/);
    expect(await text()).toMatch(/"LangflixStage": \[ "publish" \]/);
    const query = encodeURIComponent('LangflixEpisode = "lighthouse.mp4"');
    await page.goto(`${ui}/workflows?query=${query}`);
    await expect.poll(text, WITHIN).toContain(made.workflowId);
  });

  it('shows the daily cleanup among the schedules, at two in the morning', async () => {
    await page.goto(`${ui}/schedules/langflix-cleanup`);
    const text = async () => (await textOf(page.locator('main'))).replace(/\s+/g, ' ');
    await expect.poll(text, WITHIN).toContain('Upcoming Runs');
    expect(await text()).toContain('cleanupOldFiles');
    await expect.poll(text, WITHIN).toMatch(/Upcoming Runs( \d{4}-\d\d-\d\d UTC 02:00:00\.00){5}/);
    expect(await text()).toContain('Timezone UTC');
    expect(await text()).toMatch(/"days": 7/);
  });

  it('shows what a run that waits for a review proposes', async () => {
    const connection = await Connection.connect(embeddedConnectOptions(address));
    try {
      const { workflow } = new Client({ connection });
      const handle = await workflow.start('processVideoContent', {
        taskQueue: config.taskQueue,
        workflowId: 'lesson-to-review',
        args: [
          {
            videoPath: join(folder, 'lighthouse.mp4'),
            outputDir: join(folder, 'to-review'),
            review: {},
            options: { maxExpressions: 2 },
          },
        ],
      });
      await page.goto(`${ui}/workflows/lesson-to-review/${handle.firstExecutionRunId}/user-metadata`);
      // The page shows what was known when it was opened.
      const text = async () => {
        await page.keyboard.press('r');
        return markdownOn(page);
      };
      await expect.poll(text, { timeout: 60_000, interval: 1000 }).toContain('To decide');
      const shown = await text();
      expect(shown).toMatch(/Waiting for your review\s+now/);
      expect(shown).toContain('langflix review lesson-to-review');
      expect(shown).toMatch(/1\s+yes\s+give it a shot\s+B1\s+/);
      expect(shown).toMatch(/3\s+(?!yes)\S/);
      await handle.cancel();
      await expect(handle.result()).rejects.toThrow();
    } finally {
      await connection.close();
    }
  });

  it('makes no link, picture or table of what files and subtitles say', async () => {
    const hostile = 'www.evil.example @me.evil.example ![a](b) | **c**.mp4';
    const video = join(folder, hostile);
    const subtitles = join(folder, 'hostile.srt');
    await copyFile(join(folder, 'lighthouse.mp4'), video);
    await writeFile(
      subtitles,
      [
        '1\n00:00:02,000 --> 00:00:05,000\nI do not know, but give it a shot at https://evil.example/x?y=1',
        '2\n00:00:12,000 --> 00:00:15,000\nIt came out of the blue. Ask boss@evil.example | www.evil.example',
        '3\n00:00:22,000 --> 00:00:25,000\nCall it a day, [click](https://evil.example) ![](https://evil.example/i.png)',
      ].join('\n\n'),
    );
    const connection = await Connection.connect(embeddedConnectOptions(address));
    const langflix = new LangflixClient(new Client({ connection }), { taskQueue: config.taskQueue });
    try {
      const run = await langflix.start({
        ...{ videoPath: video, subtitles, review: {} },
        outputDir: join(folder, 'www.evil.example'),
      });
      const at = `${ui}/workflows/${run.workflowId}/${run.runId}`;
      await page.goto(`${at}/user-metadata`);
      const text = async () => {
        await page.keyboard.press('r');
        return (await markdownOn(page)).replaceAll('\u2060', '');
      };
      await expect.poll(text, { timeout: 60_000, interval: 1000 }).toContain('To decide');
      const shown = await text();
      for (const said of [hostile, 'https://evil.example/x?y=1', 'boss@evil.example | www.evil.example'])
        expect(shown).toContain(said);
      expect(await linksOn(page)).toEqual([]);
      await page.goto(`${at}/history`);
      await expect.poll(() => textOf(page.locator('main')), WITHIN).toContain('Find expressions in 3 lines');
      expect(await linksOn(page)).toEqual([]);
      await langflix.cancel(run);
      await expect(langflix.result(run)).rejects.toThrow();
    } finally {
      await langflix.close();
    }
  });

  it('says of a failed run what kind of failure it was and what was wrong', async () => {
    let runId = '';
    const connection = await Connection.connect(embeddedConnectOptions(address));
    try {
      const { workflow } = new Client({ connection });
      const handle = await workflow.start('processVideoContent', {
        taskQueue: config.taskQueue,
        workflowId: 'lesson-missing',
        args: [{ videoPath: '/films/missing.mp4', outputDir: join(folder, 'missing') }],
      });
      runId = handle.firstExecutionRunId;
      await expect(handle.result()).rejects.toThrow();
    } finally {
      await connection.close();
    }
    await page.goto(`${ui}/workflows/lesson-missing/${runId}/history`);
    const text = async () => (await textOf(page.locator('main'))).replace(/\s+/g, ' ');
    await expect.poll(text, WITHIN).toContain('Failure Message /films/missing.mp4');
    expect(await text()).toContain('Failed');
    // The pane of the result holds only the lines in sight: down to where its type stands.
    const pane = page.locator('.cm-scroller').last();
    await expect
      .poll(() => scrolledText(pane, '"type": "UnusableVideo"'), WITHIN)
      .toContain('"type": "UnusableVideo"');
    await page.goto(`${ui}/workflows/lesson-missing/${runId}/user-metadata`);
    await expect.poll(() => markdownOn(page), WITHIN).toContain('Failed: /films/missing.mp4');
    const stages = await markdownOn(page);
    expect(stages).toMatch(/Reading the video\s+(?!done)/);
    expect(stages).not.toMatch(/Joining the lesson\s+done/);
  });
});

/** All links and pictures of a page and of the frames in it that lead to the hostile host. */
async function linksOn(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const frame of page.frames()) {
    const places = await frame
      .locator('a[href], img[src]')
      .evaluateAll((elements) =>
        elements.map(
          (element) => `${element.getAttribute('href') ?? ''}${element.getAttribute('src') ?? ''}`,
        ),
      );
    found.push(...places.filter((place) => /^(\w+:)*(\/\/)?[^/]*evil/.test(place)));
  }
  return found;
}

/** The run's whole timeline, oldest first. What is below it, the table of events, names the machine. */
async function takePicture(page: Page, path: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 1000 });
  await page.getByRole('button', { name: 'Descending' }).click();
  await page.getByRole('button', { name: 'Minimized' }).click();
  await page.getByRole('heading', { name: 'Event History', exact: true }).evaluate((heading) => {
    heading.style.scrollMarginTop = '64px';
    heading.scrollIntoView({ block: 'start' });
  });
  await page.mouse.move(0, 0);
  const timeline = async () => (await textOf(page.locator('main'))).split('Timestamp')[0] ?? '';
  await expect.poll(timeline, WITHIN).toMatch(/Open lighthouse\.mp4.*Tidy up/s);
  await expect.poll(() => page.getByRole('tooltip').filter({ visible: true }).count(), WITHIN).toBe(0);
  const below = await page.getByText('Compact', { exact: true }).boundingBox();
  if (below === null) throw new Error('the table of events is not below the timeline any more');
  const height = Math.floor(below.y) - 28;
  await page.screenshot({ path, animations: 'disabled', clip: { x: 0, y: 0, width: 1280, height } });
}

/** Scrolls a pane from its top until the wanted text is in sight, or to its end, and gives what is in sight then. */
async function scrolledText(pane: Locator, wanted: string): Promise<string> {
  const height = await pane.evaluate((element) => element.scrollHeight);
  let text = '';
  for (let top = 0; top < height && !text.includes(wanted); top += 150) {
    await pane.evaluate((element, to) => element.scrollTo(0, to), top);
    // Lines come into being when they are to be drawn.
    await pane
      .page()
      .evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    text = await textOf(pane);
  }
  return text;
}
