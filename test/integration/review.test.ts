import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LangflixClient } from '../../src/client/index.js';
import type { Config } from '../../src/config.js';
import { readService } from '../../src/service/index.js';
import {
  failureOutputSchema,
  processOutputSchema,
  proposalOutputSchema,
  reviewOutputSchema,
  statusOutputSchema,
} from '../../src/shared/json-output.js';
import { homeLayout } from '../../src/storage/index.js';
import { testFolder } from '../media/episodes.js';
import { makeHome, type TestHome, until } from '../service/home.js';
import { atTerminal, hasTerminal, KEYS } from './support/at-terminal.js';
import { type Ended, langflix, langflixWell } from './support/command.js';
import { type LightPlay, makeLightPlay } from './support/light-play.js';
import { withService } from './support/own-service.js';
import { killTree } from './support/processes.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
let episode: LightPlay;
let home: TestHome;
let config: Config;
beforeAll(async () => {
  folder = await testFolder();
  episode = await makeLightPlay(folder.path);
  home = await makeHome();
  config = home.config();
});
afterAll(async () => {
  await home.remove();
  await folder.remove();
});

const json = (ended: Ended): unknown => JSON.parse(ended.stdout) as unknown;

/** Starts a run that proposes two expressions, and waits until it waits. */
async function waitingRun(name: string, args: string[] = []) {
  const started = await langflix(config, [
    ...['process', episode.video, '--subtitles', episode.subtitles, '--max-expressions', '2'],
    ...['--out', join(folder.path, name), '--detach', '--json', ...(args.length > 0 ? args : ['--review'])],
  ]);
  expect(started, started.stderr).toMatchObject({ exitCode: 0 });
  const { workflowId } = statusOutputSchema.parse(json(started));
  if (!args.includes('--review-timeout'))
    await until(async () => (await statusOf(workflowId)).stage === 'review', 60_000);
  return workflowId;
}

async function statusOf(workflowId: string) {
  return statusOutputSchema.parse(json(await langflix(config, ['status', workflowId, '--json'])));
}

async function resultOf(workflowId: string) {
  const ended = await langflixWell(config, ['result', workflowId, '--json']);
  return processOutputSchema.parse(json(ended));
}

describe('a run that waits for a review', { timeout: 180_000 }, () => {
  it('says so, holds no slot, and shows what it proposes', async () => {
    const run = await waitingRun('shown');
    const status = await langflix(config, ['status', run]);
    expect(status.stdout).toContain('Waiting for your review');
    expect(status.stdout).toContain(`langflix review ${run}`);

    const shown = await langflixWell(config, ['review', run]);
    const { items } = proposalOutputSchema.parse(json(await langflix(config, ['review', run, '--json'])));
    expect(items.filter(({ keep }) => keep)).toHaveLength(2);
    expect(items.filter(({ keep }) => !keep).length).toBeGreaterThan(0);
    expect(items.map(({ id }) => id)).toEqual(items.map((_, i) => i + 1));
    for (const { headword, meaning, line } of items) {
      expect(shown.stdout).toContain(headword);
      expect(shown.stdout).toContain(meaning);
      expect(line).not.toBe('');
    }
    expect(shown.stdout).toContain('--approve');

    await withService(config, async (client) => {
      const handle = client.workflow.getHandle(run);
      const { raw } = await handle.describe();
      expect(raw.pendingActivities ?? []).toEqual([]);
      const metadata = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
      expect(metadata.currentDetails).toContain(`| 1 | yes | ${items[0]!.headword} |`);
      expect(metadata.currentDetails).toContain('Waiting for your review');
    });
  });

  it('teaches what was approved, by the client as well', async () => {
    const run = await waitingRun('approved');
    await withService(config, async (temporal) => {
      const client = new LangflixClient(temporal);
      const { items } = await client.proposal(run);
      const keep = items.filter((item) => item.keep).map(({ id }) => id);
      expect(await client.review(run, { keep })).toEqual({ by: 'person', kept: 2, dropped: 0, edited: 0 });
      await expect(client.review(run, { keep })).rejects.toMatchObject({ kind: 'InvalidInput' });
    });
    const { expressions, report } = await resultOf(run);
    expect(expressions).toHaveLength(2);
    expect(report.review).toEqual({ by: 'person', kept: 2, dropped: 0, edited: 0 });
  });

  it('teaches what was edited, and drops what was dropped', async () => {
    const run = await waitingRun('edited');
    const proposal = proposalOutputSchema.parse(json(await langflix(config, ['review', run, '--json'])));
    const [first] = proposal.items;
    const meaning = 'a meaning of {my own} with \\N in it & <b>more</b>';
    const changed = proposal.items.map((item) =>
      item.id === 1 ? { ...item, meaning, translation: '나의 번역' } : { ...item, keep: false },
    );
    const file = join(folder.path, 'edits.json');
    await writeFile(file, JSON.stringify({ ...proposal, items: changed }));
    const taken = await langflixWell(config, ['review', run, '--edit', file, '--json']);
    expect(reviewOutputSchema.parse(json(taken)).review).toEqual({
      by: 'person',
      kept: 1,
      dropped: 1,
      edited: 1,
    });
    const { expressions } = await resultOf(run);
    expect(expressions).toMatchObject([{ headword: first!.headword, meaning, translation: '나의 번역' }]);
    const pack = JSON.parse(await readFile(join(folder.path, 'edited', 'expressions.json'), 'utf8')) as {
      expressions: unknown[];
    };
    expect(pack.expressions).toMatchObject([{ meaning }]);
  });

  it('takes in what it had not chosen', async () => {
    const run = await waitingRun('other');
    const { items } = proposalOutputSchema.parse(json(await langflix(config, ['review', run, '--json'])));
    const other = items.find(({ keep }) => !keep)!;
    const taken = await langflix(config, ['review', run, '--keep', `1,${other.id}`]);
    expect(taken, taken.stderr).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('2 expressions, 1 dropped'),
    });
    const headwords = (await resultOf(run)).expressions.map(({ headword }) => headword);
    expect(headwords.sort()).toEqual([items[0]!.headword, other.headword].sort());
  });

  it('refuses what cannot be taken, says why, and waits on', async () => {
    const run = await waitingRun('refused');
    const edits = async (change: object) => {
      const file = join(folder.path, 'bad.json');
      await writeFile(file, JSON.stringify([{ id: 1, ...change }]));
      return ['--edit', file];
    };
    const cases: [string[], string][] = [
      [['--drop', '1,2'], 'at least one'],
      [['--keep', '1,99'], 'no expression 99'],
      [['--drop', '99'], 'no expression 99'],
      [await edits({ meaning: '  ' }), 'meaning is empty'],
    ];
    for (const [flags, why] of cases) {
      const refused = await langflix(config, ['review', run, ...flags, '--json']);
      expect(refused, refused.stderr).toMatchObject({ exitCode: 2 });
      expect(failureOutputSchema.parse(json(refused)).error.message).toContain(why);
    }
    for (const [change, kind, why] of [
      [{ meaning: 'long '.repeat(60) }, 'InvalidInput', 'longer than 160'],
      [{ translation: 'กขค' }, 'MissingGlyph', 'the translation of expression 1'],
      [{ meaning: '\u200b' }, 'InvalidInput', 'no letters'],
    ] as const) {
      const refused = await langflix(config, ['review', run, ...(await edits(change)), '--json']);
      const { error } = failureOutputSchema.parse(json(refused));
      expect(error.type).toBe(kind);
      expect(error.message).toContain(why);
    }
    // Past the client's own checks: the run itself refuses as well, and no event of it is written.
    await withService(config, async (client) => {
      const handle = client.workflow.getHandle(run);
      await expect(handle.executeUpdate('review', { args: [{ keep: [] }] })).rejects.toMatchObject({
        cause: { message: expect.stringContaining('at least one') },
      });
      await expect(handle.executeUpdate('review', { args: ['nonsense'] })).rejects.toMatchObject({
        cause: { type: 'InvalidInput' },
      });
    });
    expect((await statusOf(run)).stage).toBe('review');
    await langflixWell(config, ['review', run, '--approve']);
    expect((await resultOf(run)).expressions).toHaveLength(2);
  });

  it('goes on with its proposal when nobody comes in time', async () => {
    const run = await waitingRun('alone', ['--review-timeout', '2s']);
    const { expressions, report } = await resultOf(run);
    expect(expressions).toHaveLength(2);
    expect(report.review).toMatchObject({ by: 'timeout', kept: 2 });
    expect(report.notes.join()).toContain('Nobody reviewed');
    const late = await langflix(config, ['review', run, '--approve']);
    expect(late).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('does not wait for a review'),
    });
  });

  it('waits on while its service is killed, and is reviewed with the next command', async () => {
    const run = await waitingRun('killed');
    await killTree((await readService(config))?.pid ?? Number.NaN);
    await langflixWell(config, ['review', run, '--keep', '2']);
    const { expressions, report } = await resultOf(run);
    expect(expressions).toHaveLength(1);
    expect(report.review).toMatchObject({ by: 'person', kept: 1, dropped: 1 });
  });

  it('can be cancelled, and leaves nothing', async () => {
    const run = await waitingRun('cancelled');
    const cancelled = await langflix(config, ['cancel', run, '--json']);
    expect(statusOutputSchema.parse(json(cancelled))).toMatchObject({ state: 'CANCELLED' });
    expect(await readdir(folder.path)).not.toContain('cancelled');
    const late = await langflix(config, ['review', run, '--approve']);
    expect(late).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('It has ended') });
  });
});

describe.skipIf(!hasTerminal)(
  'a person at a terminal (needs util-linux’s script)',
  { timeout: 180_000 },
  () => {
    it('keeps, drops and edits by keys', async () => {
      const run = await waitingRun('by-keys');
      const terminal = atTerminal(config, ['review', run]);
      // The second one is dropped, the first one gets another meaning and keeps its missing translation.
      await terminal.press('Space marks', `${KEYS.down}${KEYS.space}`);
      await terminal.press('◻', KEYS.enter);
      await terminal.press('Change a meaning', KEYS.down);
      await terminal.press('●', KEYS.enter);
      await terminal.press('What does', `${KEYS.clear}in my own words${KEYS.enter}`);
      await terminal.press('Its translation', KEYS.enter);
      await terminal.press('1 changed', KEYS.enter);
      await terminal.press('with 1 expression now', KEYS.enter);
      expect(await terminal.exitCode, terminal.seen()).toBe(0);
      expect(terminal.seen()).toContain('Taken: 1 expression, 1 dropped, 1 edited');
      expect((await resultOf(run)).expressions).toMatchObject([
        { meaning: 'in my own words', translation: null },
      ]);
    });

    it('leaves without a decision, and the run waits on', async () => {
      const run = await waitingRun('left');
      const terminal = atTerminal(config, ['review', run]);
      await terminal.press('Space marks', KEYS.interrupt);
      expect(await terminal.exitCode).toBe(0);
      expect(terminal.seen()).toContain('the run waits on');
      expect(await statusOf(run)).toMatchObject({ stage: 'review' });
      await langflix(config, ['cancel', run]);
    });

    it('is asked within `process --review`, and sees the lesson made', async () => {
      const terminal = atTerminal(config, [
        ...['process', episode.video, '--subtitles', episode.subtitles, '--max-expressions', '1'],
        ...['--out', join(folder.path, 'attended'), '--review'],
      ]);
      await terminal.press('Space marks', KEYS.enter);
      await terminal.press('Change a meaning', KEYS.enter);
      await terminal.press('Make the lesson', KEYS.enter);
      expect(await terminal.exitCode, terminal.seen()).toBe(0);
      expect(terminal.seen()).toContain('Made a lesson of');
    });

    it('is not asked any more when the time is over', async () => {
      const terminal = atTerminal(config, [
        ...['process', episode.video, '--subtitles', episode.subtitles, '--max-expressions', '1'],
        ...['--out', join(folder.path, 'overtaken'), '--review-timeout', '4s'],
      ]);
      await terminal.press('Space marks', KEYS.down);
      expect(await terminal.exitCode, terminal.seen()).toBe(0);
      expect(terminal.seen()).toContain('The run has gone on without you');
    });
  },
);

describe('the service of a run that waits', { timeout: 180_000 }, () => {
  it('ends when it is idle, and the run is there when it comes back', async () => {
    const own = await makeHome();
    const before = config;
    try {
      config = own.config({ LANGFLIX_IDLE_MINUTES: '0.1' });
      const run = await waitingRun('idle');
      await until(async () => (await readService(config)) === null, 60_000);
      expect(await readdir(homeLayout(own.root).work)).toContainEqual(
        expect.stringMatching(/^[0-9a-f-]{36}$/),
      );
      expect(await statusOf(run)).toMatchObject({ stage: 'review' });
      await langflixWell(config, ['review', run, '--drop', '1']);
      expect((await resultOf(run)).expressions).toHaveLength(1);
    } finally {
      config = before;
      await own.remove();
    }
  });
});
