import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { identifyRequest, workflowIdOf } from '../../src/episode/index.js';
import { type ProcessVideoInput, processVideoInputSchema } from '../../src/shared/inputs.js';

let folder: string;
const at = (name: string) => join(folder, name);
const MiB = 1024 * 1024;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'langflix-identity-'));
  await writeFile(at('film.mp4'), Buffer.alloc(8 * MiB, 1));
  await writeFile(at('en.srt'), 'english');
  await writeFile(at('ko.srt'), 'korean');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function id(changes: Partial<ProcessVideoInput> = {}): Promise<string> {
  const input = {
    videoPath: at('film.mp4'),
    subtitles: at('en.srt'),
    translation: at('ko.srt'),
    outputDir: '/pack',
  };
  return workflowIdOf(await identifyRequest(processVideoInputSchema.parse({ ...input, ...changes })));
}

it('the same request has the same id, whatever its limits and wherever its files lie', async () => {
  const first = await id();
  expect(first).toMatch(/^lesson-[0-9a-f]{16}$/);
  await utimes(at('film.mp4'), 1, 1);
  await writeFile(at('copy.mp4'), Buffer.alloc(8 * MiB, 1));
  await writeFile(at('copy.srt'), 'english');
  expect(await id()).toBe(first);
  expect(await id({ limits: { softMs: 1000, hardMs: 2000 }, again: true })).toBe(first);
  expect(await id({ videoPath: at('copy.mp4'), subtitles: at('copy.srt') })).toBe(first);
});

it('whatever shapes the study pack gives another id', async () => {
  await writeFile(at('longer.mp4'), Buffer.alloc(8 * MiB + 1, 1));
  for (const [name, position] of [
    ['head', 0],
    ['middle', 4 * MiB + 10],
    ['tail', 8 * MiB - 1],
  ] as const) {
    const bytes = Buffer.alloc(8 * MiB, 1);
    bytes[position] = 2;
    await writeFile(at(`${name}.mp4`), bytes);
  }
  await writeFile(at('other.srt'), 'English');
  const ids = await Promise.all([
    id(),
    id({ videoPath: at('longer.mp4') }),
    id({ videoPath: at('head.mp4') }),
    id({ videoPath: at('middle.mp4') }),
    id({ videoPath: at('tail.mp4') }),
    id({ subtitles: at('other.srt') }),
    id({ translation: at('other.srt') }),
    id({ translation: null }),
    id({ outputDir: '/other-pack' }),
    id({ options: { level: 'C1' } }),
    id({ options: { native: 'ja' } }),
    id({ options: { maxExpressions: 3 } }),
    id({ options: { quality: 'high' } }),
    id({ options: { audioTrack: 2 } }),
    id({ options: { audioTrack: 'es' } }),
  ]);
  expect(new Set(ids).size).toBe(ids.length);
});

it('a file beside the video counts as if it were named', async () => {
  await writeFile(at('film.en.srt'), 'english');
  expect(await id({ subtitles: null })).toBe(await id());
});
