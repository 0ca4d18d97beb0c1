import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../src/config.js';
import { failureOutputSchema, processOutputSchema } from '../../src/shared/json-output.js';
import { testFolder } from '../media/episodes.js';
import { makeHome, type TestHome } from '../service/home.js';
import { langflix, langflixWell } from './support/command.js';
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
  config = home.config({ LANGFLIX_FFMPEG: ffmpeg.path, LANGFLIX_MEDIA_SLOTS: '2' });
});
afterAll(async () => {
  await home.remove();
  await folder.remove();
});

describe('a scene that cannot be decoded', { timeout: 180_000 }, () => {
  const command = (out: string, most: number) => [
    ...['process', episode.video, '--subtitles', episode.subtitles],
    ...['--max-expressions', String(most), '--out', out, '--json'],
  ];

  it('costs the lesson its expression, which is reported, and no second encode of the others', async () => {
    // The last scene of the first plan: the plan without it has none of that number.
    await ffmpeg.set({ failsOn: '/scene-04-' });
    const out = join(folder.path, 'pack');
    const ended = await langflixWell(config, command(out, 4));
    const result = processOutputSchema.parse(JSON.parse(ended.stdout));
    expect(result.expressions).toHaveLength(3);
    expect(result.report.leftOut).toMatchObject([{ error: { type: 'RenderFailed' } }]);
    const [left] = result.report.leftOut;
    expect(result.expressions.map(({ headword }) => headword)).not.toContain(left?.headword);
    expect(await readdir(join(out, 'clips'))).toHaveLength(3);
    expect(await readdir(join(out, 'slides'))).toHaveLength(3);
    const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as {
      report: { leftOut: { headword: string }[] };
    };
    expect(manifest.report.leftOut.map(({ headword }) => headword)).toEqual([left?.headword]);

    // Three scenes, with four more segments each, and those of the fourth that were under way: each of them once.
    // Title and end tell how many there are, so they are made anew.
    const starts = (await ffmpeg.starts()).flatMap(({ segment }) => segment ?? []);
    const twice = starts.filter((segment, i) => starts.indexOf(segment) !== i);
    expect(twice.every((segment) => segment.startsWith('frame-'))).toBe(true);
  });

  it('fails the run when it is more than a quarter of them', async () => {
    await ffmpeg.set({ failsOn: '/scene-01-' });
    // In a home that has no such scene in its cache.
    const other = await makeHome();
    try {
      const out = join(folder.path, 'too-much');
      const ended = await langflix(other.config({ LANGFLIX_FFMPEG: ffmpeg.path }), command(out, 2));
      expect(ended.exitCode).toBe(1);
      const failure = failureOutputSchema.parse(JSON.parse(ended.stdout));
      expect(failure).toMatchObject({ state: 'FAILURE', error: { type: 'TooMuchLeftOut' } });
      expect(failure.error.message).toMatch(/^1 of 2 expressions/);
      expect(await readdir(folder.path)).not.toContain('too-much');
    } finally {
      await other.remove();
    }
  });
});
