// What comes as a study pack may be from anybody: `langflix storyboard` draws what is one, and says at once what is none.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../src/config.js';
import { sharp } from '../../src/slides/draw/sharp.js';
import { execute, tools } from '../media/episodes.js';
import { makeHome, type TestHome } from '../service/home.js';
import { langflix, langflixWell } from './support/command.js';

let folder: string;
let home: TestHome;
let config: Config;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'langflix-strange-packs-'));
  home = await makeHome();
  config = home.config();
});

afterAll(async () => {
  await home?.remove();
  await rm(folder, { recursive: true, force: true });
});

const PIECE = { kind: 'scene', label: 'Scene', startMs: 0, endMs: 500, pictureMs: 0, chapter: 'one' };
const REPORT = {
  ...{ cues: 1, droppedCues: 0, problems: [], notes: [], candidates: 1, accepted: 1 },
  ...{ rejected: 0, chosen: 1, leftOut: [], seconds: 1 },
};

/** A pack with a manifest that is well-formed, and without a lesson. */
async function packOf(name: string, segments: object[], episode = 'an episode'): Promise<string> {
  const pack = join(folder, name);
  await mkdir(pack);
  const manifest = {
    ...{ schemaVersion: 1, product: 'langflix', version: '1', workflowId: 'w', runId: 'r' },
    episode: { name: episode, bytes: 1, fingerprint: 'f' },
    options: { native: null, level: 'B1', maxExpressions: 1 },
    versions: { langflix: '1', pipeline: 1, ffmpeg: '1', node: '1' },
    ...{ files: [], segments, report: REPORT },
  };
  await writeFile(join(pack, 'manifest.json'), JSON.stringify(manifest));
  return pack;
}

async function makeLesson(pack: string, size: string): Promise<void> {
  const { ffmpeg } = await tools();
  const source = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:d=0.5`, '-c:v', 'libx264'];
  await execute(ffmpeg, ['-v', 'error', ...source, '-preset', 'ultrafast', join(pack, 'lesson.mp4')]);
}

describe('a lesson that is none', () => {
  it.each([
    ['nothing', async () => {}],
    ['a link to a file outside', (path: string) => symlink('/etc/passwd', path)],
    ['a playlist', (path: string) => writeFile(path, '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n')],
    ['a folder', (path: string) => mkdir(path)],
    ['a pipe that nobody writes to', (path: string) => promisify(execFile)('mkfifo', [path])],
  ])('%s is named before ffmpeg sees it', async (what, make) => {
    const pack = await packOf(what, [PIECE]);
    await make(join(pack, 'lesson.mp4'));
    const out = join(folder, `${what}.png`);
    const ended = await langflix(config, ['storyboard', pack, '--out', out]);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain(`${join(pack, 'lesson.mp4')}: is missing, or is no lesson`);
  });
});

it('draws nothing from a manifest with more pieces than a lesson has, or with moments beyond any', async () => {
  const packs = [
    await packOf('many', Array<object>(501).fill(PIECE)),
    await packOf('late', [{ ...PIECE, pictureMs: 1e300 }]),
  ];
  for (const pack of packs) {
    const ended = await langflix(config, ['storyboard', pack, '--out', join(folder, 'none.png')]);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain('is no study pack');
  }
});

it('draws labels that never end, and pictures as slim as a hair, on a sheet of the usual size', async () => {
  const endless = 'word '.repeat(100_000);
  const pieces = [
    { ...PIECE, label: endless, chapter: endless },
    { ...PIECE, chapter: '\u001b]0;title\u0007' },
  ];
  const pack = await packOf('endless', pieces, endless);
  await makeLesson(pack, '16x4096');
  const out = join(folder, 'endless.png');
  await langflixWell(config, ['storyboard', pack, '--out', out]);
  const { height } = await sharp(out).metadata();
  expect(height).toBeLessThan(2 * (288 + 100) + 100);
}, 60_000);
