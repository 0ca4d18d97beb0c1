import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, makeDesk } from './langflix-command.js';
import { answer } from './public-schema.js';
import { ENGLISH_SRT, KOREAN_SRT, makeSound, makeVideo, PLAIN_SRT } from './short-episode.js';

let desk: Desk;
/** The files that the commands are given. */
let files: string;
const at = (name: string) => join(files, name);

beforeAll(async () => {
  desk = await makeDesk();
  files = await mkdtemp(join(tmpdir(), 'langflix-input-'));
  await Promise.all([
    makeVideo(at('film.mp4'), 22),
    makeSound(at('sound.mp4')),
    mkdir(at('folder.mp4')),
    writeFile(at('nothing.mp4'), ''),
    writeFile(at('text.mp4'), 'I am no video at all.\n'),
    writeFile(
      at('manifest.mp4'),
      '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>\n',
    ),
    writeFile(at('english.srt'), ENGLISH_SRT),
    writeFile(at('korean.srt'), KOREAN_SRT),
    writeFile(at('plain.srt'), PLAIN_SRT),
    writeFile(at('empty.srt'), ''),
    writeFile(at('binary.srt'), Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 37) % 256))),
    mkdir(at('theirs')).then(() => writeFile(join(at('theirs'), 'thesis.txt'), 'not yours')),
    mkdir(at('closed')),
  ]);
  await chmod(at('closed'), 0o555);
});
afterAll(async () => {
  await chmod(at('closed'), 0o755);
  await rm(files, { recursive: true, force: true });
  await desk.clear();
});

/** All names below the input files and the working folder, with the times of their last change. */
async function everything(): Promise<string[]> {
  const found = await Promise.all(
    [files, desk.folder].map(async (root) =>
      Promise.all(
        ['.', ...(await readdir(root, { recursive: true }))].map(async (name) => {
          const { mtimeMs, size } = await stat(join(root, name));
          return `${name} ${size} ${(await stat(join(root, name))).isDirectory() ? '' : mtimeMs}`;
        }),
      ),
    ),
  );
  return found.flat().sort();
}

interface Case {
  what: string;
  args: () => string[];
  type: string;
  /** What the message must name: the file, and the mend. */
  says: (string | RegExp)[];
}

const film = () => at('film.mp4');
const english = () => ['--subtitles', at('english.srt')];

const refused: Case[] = [
  {
    what: 'an audio track that the video does not have',
    args: () => [film(), ...english(), '--audio-track', 'ja'],
    type: 'InvalidInput',
    says: ['film.mp4 has no audio track', '“ja”', '1 (', 'mono'],
  },
  {
    what: 'no such video',
    args: () => [at('gone.mp4'), ...english()],
    type: 'UnusableVideo',
    says: ['gone.mp4', 'no such file'],
  },
  {
    what: 'a directory',
    args: () => [at('folder.mp4'), ...english()],
    type: 'UnusableVideo',
    says: ['folder.mp4', 'folder'],
  },
  {
    what: 'an empty file',
    args: () => [at('nothing.mp4'), ...english()],
    type: 'UnusableVideo',
    says: ['nothing.mp4', '0 bytes'],
  },
  {
    what: 'text named .mp4',
    args: () => [at('text.mp4'), ...english()],
    type: 'UnusableVideo',
    says: ['text.mp4', 'text file'],
  },
  {
    what: 'a DASH manifest named .mp4',
    args: () => [at('manifest.mp4'), ...english()],
    type: 'UnusableVideo',
    says: ['manifest.mp4', 'DASH'],
  },
  {
    what: 'sound without a picture',
    args: () => [at('sound.mp4'), ...english()],
    type: 'UnusableVideo',
    says: ['sound.mp4', /picture/],
  },
  {
    what: 'no subtitles anywhere',
    args: () => [film()],
    type: 'UnusableSubtitles',
    says: ['film.mp4', 'film.en.srt', 'film.en.vtt', 'film.srt', 'film.vtt', /track/, '--subtitles'],
  },
  {
    what: 'no such subtitles',
    args: () => [film(), '--subtitles', at('gone.srt')],
    type: 'UnusableSubtitles',
    says: ['gone.srt', 'no such file'],
  },
  {
    what: 'empty subtitles',
    args: () => [film(), '--subtitles', at('empty.srt')],
    type: 'UnusableSubtitles',
    says: ['empty.srt', /empty/i],
  },
  {
    what: 'binary subtitles',
    args: () => [film(), '--subtitles', at('binary.srt')],
    type: 'UnusableSubtitles',
    says: ['binary.srt', /not text|no text|binary|not .*subtitle/i],
  },
  {
    what: 'a video as subtitles',
    args: () => [film(), '--subtitles', film()],
    type: 'UnusableSubtitles',
    says: ['film.mp4', /video/],
  },
  {
    what: 'no such translation',
    args: () => [film(), ...english(), '--translation', at('gone.ko.srt')],
    type: 'UnusableSubtitles',
    says: ['gone.ko.srt', 'no such file'],
  },
  {
    what: 'a folder of somebody else’s as output',
    args: () => [film(), ...english(), '--out', at('theirs')],
    type: 'UnusableOutput',
    says: ['theirs', 'thesis.txt', '--out'],
  },
  {
    what: 'a file as output',
    args: () => [film(), ...english(), '--out', at('plain.srt')],
    type: 'UnusableOutput',
    says: ['plain.srt', '--out'],
  },
  {
    what: 'an output below a file',
    args: () => [film(), ...english(), '--out', join(at('plain.srt'), 'pack')],
    type: 'UnusableOutput',
    says: ['plain.srt', '--out'],
  },
  {
    what: 'an unknown level',
    args: () => [film(), '--level', 'D1'],
    type: 'InvalidInput',
    says: ['D1', 'A1, A2, B1, B2, C1, C2'],
  },
  {
    what: 'an unknown language',
    args: () => [film(), '--native', 'Korean!'],
    type: 'InvalidInput',
    says: ['Korean!', 'ko'],
  },
  {
    what: 'a limit without a unit',
    args: () => [film(), '--soft-limit', '25'],
    type: 'InvalidInput',
    says: ['25', '25m'],
  },
  {
    what: 'too many expressions',
    args: () => [film(), '--max-expressions', '51'],
    type: 'InvalidInput',
    says: ['51', '1 to 50'],
  },
  { what: 'an unknown option', args: () => [film(), '--colour'], type: 'InvalidInput', says: ['--colour'] },
  { what: 'no video at all', args: () => [], type: 'InvalidInput', says: ['video'] },
  {
    what: 'a soft limit above the hard one',
    args: () => [film(), ...english(), '--soft-limit', '31m'],
    type: 'InvalidInput',
    says: ['soft limit', 'hard limit'],
  },
  {
    what: 'a first track that is not English',
    args: () => [film(), '--subtitles', at('korean.srt')],
    type: 'WrongLanguage',
    says: ['korean.srt', /Korean/, /langflix process .*--translation .*korean\.srt/],
  },
  {
    what: 'two tracks swapped',
    args: () => [film(), '--subtitles', at('korean.srt'), '--translation', at('english.srt')],
    type: 'WrongLanguage',
    says: [
      'korean.srt',
      /langflix process .*film\.mp4 --subtitles .*english\.srt --translation .*korean\.srt/,
    ],
  },
];
// The superuser may write everywhere.
if (process.getuid?.() !== 0) {
  refused.push({
    what: 'an output that cannot be written',
    args: () => [film(), ...english(), '--out', join(at('closed'), 'pack')],
    type: 'UnusableOutput',
    says: ['closed', '--out'],
  });
}
if (process.platform === 'linux') {
  refused.push({
    what: 'an output where nothing can be made',
    args: () => [film(), ...english(), '--out', '/proc/langflix/pack'],
    type: 'UnusableOutput',
    says: ['/proc/langflix/pack', '--out'],
  });
}

describe('process refuses, before any server is started,', () => {
  it.each(refused)('$what', async ({ args, type, says }) => {
    const before = await everything();
    const { exitCode, stdout, stderr, ms } = await desk.langflix(['process', ...args(), '--json']);

    expect(exitCode).toBe(2);
    for (const part of says) expect(stderr).toMatch(part);
    expect(stderr).not.toMatch(/^\s+at /m);
    const failure = answer(stdout, 'error');
    expect(failure).toMatchObject({ workflowId: null, runId: null, state: 'FAILURE', error: { type } });
    // Some 0.7 s on an idle machine; what matters is that it waited for no server.
    expect(ms).toBeLessThan(15_000);
    expect(await desk.inHome()).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  it('says it to a person without --json', async () => {
    const { exitCode, stdout, stderr } = await desk.langflix(['process', at('gone.mp4')]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(at('gone.mp4'));
  });
});

it('good subtitles in which nothing is worth teaching are no bad input', async () => {
  const before = await everything();
  const { exitCode, stdout, stderr } = await desk.langflix([
    'process',
    film(),
    '--subtitles',
    at('plain.srt'),
    '--json',
  ]);

  expect(exitCode).toBe(1);
  const failure = answer(stdout, 'error');
  expect(failure).toMatchObject({
    workflowId: null,
    state: 'FAILURE',
    error: { type: 'NoExpressionsFound' },
  });
  expect(stderr).toMatch(/4 lines/);
  expect(stderr).toMatch(/\d+ candidates? (was|were) rejected/);
  expect(stderr).toMatch(/langflix expressions .*--all/);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(await desk.inHome()).toEqual([]);
  expect(await everything()).toEqual(before);
});

describe('slides refuses, before any server is started,', () => {
  it.each([
    { what: 'no such content', name: 'gone.json', content: null, says: 'no such file' },
    { what: 'content that is not JSON', name: 'words.json', content: 'give it a shot', says: 'not JSON' },
    {
      what: 'content without an expression',
      name: 'half.json',
      content: '{"translation":"한번 해 보다"}',
      says: 'expression',
    },
    { what: 'no slides', name: 'none.json', content: '{"slides":[]}', says: 'slides' },
  ])('$what', async ({ name, content, says }) => {
    if (content !== null) await writeFile(at(name), content);
    const { exitCode, stdout, stderr } = await desk.langflix(['slides', at(name), '--json']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(name);
    expect(stderr).toContain(says);
    expect(answer(stdout, 'error')).toMatchObject({ workflowId: null, error: { type: 'InvalidInput' } });
    expect(await desk.inHome()).toEqual([]);
  });
});
