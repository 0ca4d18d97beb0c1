import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSidecar, sidecarNames } from '../../src/episode/index.js';
import { readTracks } from '../../src/episode/tracks.js';
import { findMediaTools, type MediaTools, probeEpisode } from '../../src/media/index.js';
import { type ProcessVideoInput, processVideoInputSchema } from '../../src/shared/inputs.js';
import {
  ENGLISH_SRT,
  embedSubtitles,
  KOREAN_SRT,
  makeVideo,
  srt,
  vtt,
} from '../integration/short-episode.js';

let folder: string;
let tools: MediaTools;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'langflix-tracks-'));
  tools = await findMediaTools({});
  await makeVideo(at('film.mp4'), 3);
  await embedSubtitles(at('film.mp4'), ENGLISH_SRT, 'eng', at('inside.mkv'));
  await embedSubtitles(at('film.mp4'), KOREAN_SRT, 'kor', at('korean-inside.mkv'));
  await writeFile(at('korean.srt'), KOREAN_SRT);
  await writeFile(at('english.srt'), ENGLISH_SRT);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function tracks(input: Omit<ProcessVideoInput, 'outputDir'>) {
  const request = processVideoInputSchema.parse({ outputDir: '/pack', ...input });
  const probe = await probeEpisode(request.videoPath, { tools });
  return readTracks(request, probe, tools);
}

/** A line by which the tests know which file was read. */
const naming = (name: string) => srt([[1, `This line is written in the file called ${name} here.`]]);

describe('English subtitles that nobody named', () => {
  it('are looked for beside the video, in the order that is promised', async () => {
    const endings = ['.en.srt', '.en.vtt', '.srt', '.vtt'];
    expect(sidecarNames(at('film.mp4'))).toEqual(endings.map((ending) => at(`film${ending}`)));
    expect(await findSidecar(at('film.mp4'))).toBeNull();
    for (const ending of endings.toReversed()) {
      const text = naming(ending.slice(1));
      await writeFile(at(`film${ending}`), ending.endsWith('vtt') ? vtt(text) : text);
      const found = await tracks({ videoPath: at('film.mp4') });
      expect(found.source).toBe(at(`film${ending}`));
      expect(found.cues[0]?.text).toContain(`called ${ending.slice(1)} here`);
    }
    for (const ending of endings) await rm(at(`film${ending}`));
  });

  it('are taken from the video itself, when it has them', async () => {
    const found = await tracks({ videoPath: at('inside.mkv') });
    expect(found).toMatchObject({ source: 'subtitle track 1 in inside.mkv', file: null });
    expect(found.cues).toHaveLength(6);
    expect(found.cues[1]?.text).toBe('No, but I think we should give it a shot.');
  });

  it('are not taken from a track in another language', async () => {
    await expect(tracks({ videoPath: at('korean-inside.mkv') })).rejects.toMatchObject({
      kind: 'UnusableSubtitles',
      message: expect.stringMatching(/korean-inside\.en\.srt.*korean-inside\.vtt.*kor/),
      hint: expect.stringContaining('--subtitles'),
    });
  });
});

describe('the second language', () => {
  it('is known from the translation', async () => {
    const found = await tracks({
      videoPath: at('film.mp4'),
      subtitles: at('english.srt'),
      translation: at('korean.srt'),
    });
    expect(found.native).toBe('ko');
    expect(found.translation?.[1]?.text).toContain('한번');
    expect(found.notes.join()).not.toMatch(/English alone/);
  });

  it('is none for somebody whose language is English: nothing is to be told twice', async () => {
    const options = { native: 'en', model: 'openai/gpt-5' };
    const found = await tracks({ videoPath: at('film.mp4'), subtitles: at('english.srt'), options });
    expect(found.native).toBeNull();
    expect(found.notes.join()).toMatch(/English alone/);
  });

  it('is missed in one line when there is none', async () => {
    const found = await tracks({ videoPath: at('film.mp4'), subtitles: at('english.srt') });
    expect(found).toMatchObject({ native: null, translation: null });
    expect(found.notes.filter((note) => /English alone/.test(note))).toHaveLength(1);
  });
});

describe('tracks in the wrong place', () => {
  it('swapped ones are refused with the command that is meant, ready to be pasted', async () => {
    const video = at("it's a film.mp4");
    await makeVideo(video, 1);
    const refused = tracks({ videoPath: video, subtitles: at('korean.srt'), translation: at('english.srt') });
    await expect(refused).rejects.toMatchObject({
      kind: 'WrongLanguage',
      hint: `Try: langflix process '${at("it'\\''s a film.mp4")}' --subtitles ${at('english.srt')} --translation ${at('korean.srt')}`,
    });
  });

  it('a translation that is English too is refused', async () => {
    const refused = tracks({
      videoPath: at('film.mp4'),
      subtitles: at('english.srt'),
      translation: at('english.srt'),
    });
    await expect(refused).rejects.toMatchObject({
      kind: 'WrongLanguage',
      message: expect.stringContaining('english.srt'),
    });
  });
});
