import { access, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type {
  ExpressionsOutput,
  ListOutput,
  ProcessOutput,
  StatusOutput,
} from '../../src/shared/json-output.js';
import { type Desk, makeDesk } from './langflix-command.js';
import { answer, validAgainst } from './public-schema.js';
import { ENGLISH_SRT, KOREAN_SRT, makeVideo } from './short-episode.js';

/** One home and one small episode; each test takes up what those before it have left. */
let desk: Desk;
// Some start a real run, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 180_000 });
const at = (name: string) => join(desk.folder, name);
const SOURCES = ['film.mp4', 'film.en.srt', 'film.ko.srt'];
let before: unknown[];

beforeAll(async () => {
  desk = await makeDesk();
  await makeVideo(at('film.mp4'));
  await writeFile(at('film.en.srt'), ENGLISH_SRT);
  await writeFile(at('film.ko.srt'), KOREAN_SRT);
  before = await sources();
});
afterAll(() => desk.clear());

/** Bytes and times of what the person brought. */
async function sources() {
  return Promise.all(
    SOURCES.map(async (name) => ({
      name,
      mtimeMs: (await stat(at(name))).mtimeMs,
      bytes: (await readFile(at(name))).toString('base64'),
    })),
  );
}

const serviceRuns = async () => (await desk.inHome()).includes('service.json');
const asked = ['process', 'film.mp4', '--translation', 'film.ko.srt', '--max-expressions', '2'];
const other = ['process', 'film.mp4', '--max-expressions', '1', '--level', 'A2'];
let pack: ProcessOutput;

describe('process --json', () => {
  it('answers with what was made, all of which is there', async () => {
    const { exitCode, stdout, stderr } = await desk.langflix([...asked, '--json']);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    pack = answer(stdout, 'process') as ProcessOutput;

    expect(pack).toMatchObject({ state: 'SUCCESS', outputDir: at('film-langflix') });
    expect(pack.expressions).toHaveLength(2);
    for (const { text, line, lineTranslation, startMs, endMs } of pack.expressions) {
      expect(line).toContain(text);
      expect(lineTranslation).toMatch(/\p{Script=Hangul}/u);
      expect(startMs).toBeLessThan(endMs);
      expect(endMs).toBeLessThanOrEqual(22_000);
    }
    const { lesson, clips, slides, manifest } = pack.outputs;
    expect([clips.length, slides.length]).toEqual([2, 2]);
    for (const path of [lesson, ...clips, ...slides, manifest]) {
      expect(isAbsolute(path)).toBe(false);
      await access(join(pack.outputDir, path));
    }
  });

  it('has told a person on stderr which subtitles it found, where to look and how far it was', async () => {
    const { stdout, stderr } = await desk.langflix([...asked, '--again', '--json']);
    const made = answer(stdout, 'process') as ProcessOutput;
    // Made anew: another run of the same request, with the same outcome.
    expect(made.workflowId).toBe(pack.workflowId);
    expect(made.runId).not.toBe(pack.runId);
    expect(made.expressions).toEqual(pack.expressions);
    pack = made;

    expect(stderr).toContain(`English subtitles: ${at('film.en.srt')} (6 lines)`);
    expect(stderr).toMatch(/Web UI: http:\/\/127\.0\.0\.1:\d+\/namespaces\/default\/workflows\/lesson-/);
    expect(stderr).toMatch(/^\[#+-*\] +\d+ % {2}\S/m);
    expect(stderr).not.toContain('\u001b');
  });

  it('is answered from the study pack when asked again, without a server', async () => {
    expect((await desk.langflix(['down'])).stdout).toBe('The service has ended.\n');
    expect((await desk.langflix(['down'])).stdout).toBe('No service was running.\n');
    const again = await desk.langflix([...asked, '--json']);
    expect(answer(again.stdout, 'process')).toEqual(pack);
    expect(await serviceRuns()).toBe(false);

    // A person's own notes in it are no reason to refuse the answer, but one not to replace the pack.
    await writeFile(at('film-langflix/my notes.txt'), 'give it a shot!');
    const person = await desk.langflix(asked);
    expect(person).toMatchObject({ exitCode: 0 });
    expect(person.stdout).toContain('--again');
    expect(person.stdout.trimEnd().split('\n').at(-1)).toBe(pack.outputDir);
    const anew = await desk.langflix([...asked, '--again', '--json']);
    expect(anew.exitCode).toBe(2);
    expect(answer(anew.stdout, 'error')).toMatchObject({ error: { type: 'UnusableOutput' } });
    expect(anew.stderr).toContain('my notes.txt');
    expect(await serviceRuns()).toBe(false);
    await rm(at('film-langflix/my notes.txt'));
  });
});

describe('another request for the same video', () => {
  let run: StatusOutput;

  it('is started and left alone with --detach, and says beforehand that there is no translation', async () => {
    const { exitCode, stdout, stderr } = await desk.langflix([...other, '--detach', '--json']);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    run = answer(stdout, 'status') as StatusOutput;
    expect(run.workflowId).not.toBe(pack.workflowId);
    expect(['PENDING', 'STARTED', 'PROGRESS']).toContain(run.state);
    expect(stderr.match(/no translation: .*English alone/g)).toHaveLength(1);
  });

  it('is followed by watch, one object a line, never backwards', async () => {
    const { exitCode, stdout } = await desk.langflix(['watch', run.workflowId.slice(0, 16), '--json']);
    const seen = stdout
      .trimEnd()
      .split('\n')
      .map((line) => validAgainst('watch', line) as StatusOutput);
    expect(exitCode).toBe(0);
    expect(seen.at(-1)).toMatchObject({
      ...run,
      state: 'SUCCESS',
      percent: 100,
      stage: expect.anything(),
      current: expect.anything(),
      total: expect.anything(),
      status: expect.anything(),
    });
    const percents = seen.map(({ percent }) => percent);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  });

  it('has a folder of its own', async () => {
    const result = answer((await desk.langflix(['result', '--json'])).stdout, 'process') as ProcessOutput;
    expect(result).toMatchObject({ workflowId: run.workflowId, outputDir: at('film-langflix-2') });
    expect(result.expressions).toHaveLength(1);
    expect(result.expressions[0]).toMatchObject({ lineTranslation: null });
    expect(await readdir(at('film-langflix-2'))).toContain('lesson.mp4');
  });

  it('is one of the runs that are listed, newest first', async () => {
    const { runs } = answer((await desk.langflix(['list', '--json'])).stdout, 'list') as ListOutput;
    expect(runs.map(({ workflowId }) => workflowId)).toEqual([
      run.workflowId,
      pack.workflowId,
      pack.workflowId,
    ]);
  });
});

describe('a run', () => {
  it('is named by a unique beginning of its id, by its video, or is the latest', async () => {
    const latest = answer((await desk.langflix(['status', '--json'])).stdout, 'status') as StatusOutput;
    const byVideo = await desk.langflix(['status', at('film.mp4'), '--json']);
    expect(answer(byVideo.stdout, 'status')).toEqual(latest);
    const byBeginning = await desk.langflix(['status', pack.workflowId.slice(0, 15), '--json']);
    expect(answer(byBeginning.stdout, 'status')).toMatchObject({
      workflowId: pack.workflowId,
      state: 'SUCCESS',
    });
  });

  it('is not guessed', async () => {
    const several = await desk.langflix(['status', 'lesson-', '--json']);
    expect(several.exitCode).toBe(2);
    expect(answer(several.stdout, 'error')).toMatchObject({
      workflowId: null,
      error: { type: 'RunNotFound' },
    });
    expect(several.stderr).toContain(pack.workflowId);
    const none = await desk.langflix(['result', 'lesson-of-somebody', '--json']);
    expect(none.exitCode).toBe(2);
    expect(answer(none.stdout, 'error')).toMatchObject({ error: { type: 'RunNotFound' } });
  });

  it('that has ended is not changed by cancel', async () => {
    const { exitCode, stdout } = await desk.langflix(['cancel', pack.workflowId, '--json']);
    expect(exitCode).toBe(0);
    expect(answer(stdout, 'status')).toMatchObject({ workflowId: pack.workflowId, state: 'SUCCESS' });
  });
});

it('expressions --json gives the exact places of the words, and with --all those that were rejected', async () => {
  const chosen = answer(
    (await desk.langflix(['expressions', 'film.en.srt', '--json'])).stdout,
    'expressions',
  ) as ExpressionsOutput;
  expect(chosen.cues).toHaveLength(6);
  const words = chosen.candidates.map(({ spans }) =>
    spans.map(({ cue, start, end }) => chosen.cues[cue]?.text.slice(start, end)).join(' ... '),
  );
  expect(words).toEqual(expect.arrayContaining(['give it a shot', 'makes fun of']));
  for (const { chosen: isChosen, accepted } of chosen.candidates)
    expect([isChosen, accepted]).toEqual([true, true]);

  const all = answer(
    (await desk.langflix(['expressions', 'film.en.srt', '--all', '--json'])).stdout,
    'expressions',
  ) as ExpressionsOutput;
  expect(all.candidates).toEqual(expect.arrayContaining(chosen.candidates));
  expect(all.candidates.every(({ reasons }) => reasons.length > 0)).toBe(true);
});

it('slides --json names the pictures', async () => {
  await writeFile(
    at('mine.json'),
    JSON.stringify([{ expression: 'give it a shot', translation: '한번 해 보다' }]),
  );
  const { exitCode, stdout, stderr } = await desk.langflix(['slides', 'mine.json', '--json']);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const { slides, state } = answer(stdout, 'slides') as { slides: string[]; state: string };
  expect(state).toBe('SUCCESS');
  expect(slides).toHaveLength(1);
  const [path = ''] = slides;
  expect(path.startsWith(at('mine-slides'))).toBe(true);
  expect((await readFile(path)).subarray(1, 4).toString()).toBe('PNG');
  expect(answer((await desk.langflix(['result', '--json'])).stdout, 'slides')).toMatchObject({ slides });
});

it('cleanup --json says what it would remove, and never names a study pack', async () => {
  const { exitCode, stdout } = await desk.langflix(['cleanup', '--days', '0', '--dry-run', '--json']);
  expect(exitCode).toBe(0);
  const { removed, freedBytes } = answer(stdout, 'cleanup') as {
    removed: { path: string }[];
    freedBytes: number;
  };
  expect(removed.length).toBeGreaterThan(0);
  for (const { path } of removed) expect(path).not.toContain('film-langflix');
  expect(freedBytes).toBeGreaterThan(0);
});

it('whatever was asked, the video and its subtitles are as they were', async () => {
  expect(await sources()).toEqual(before);
});
