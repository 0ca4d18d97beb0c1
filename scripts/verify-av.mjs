#!/usr/bin/env node
// Measures picture and sound.
//   npm run verify:av            makes marked episodes at five frame rates, a lesson of each, and compares it with its plan
//   npm run verify:av -- 25      the same at one of the rates
//   npm run verify:av -- PACK    decodes the videos of a study pack (or one video): lengths, loudness, peaks
// Exits with 1 when anything is off. Needs a build.
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeLesson } from './av/make-lesson.mjs';
import { makeMarkedSource, markedSubtitles } from './av/marked-source.mjs';
import { measureLesson } from './av/measure.mjs';
import { packTable, verifyPack } from './av/pack.mjs';
import { textTable } from './av/table.mjs';

/** By the name under which one of them is asked for. */
export const RATES = {
  '24000/1001': { num: 24_000, den: 1001 },
  25: { num: 25, den: 1 },
  30: { num: 30, den: 1 },
  60: { num: 60, den: 1 },
  vfr: { num: 60, den: 1, variable: true },
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [target, ...more] = process.argv.slice(2);
  if (more.length > 0 || (target !== undefined && !(target in RATES) && !existsSync(target))) {
    console.error(`usage: npm run verify:av -- [${Object.keys(RATES).join(' | ')} | STUDY_PACK | VIDEO.mp4]`);
    process.exit(2);
  }
  const faults =
    target === undefined || target in RATES
      ? await verifyRates(target === undefined ? Object.keys(RATES) : [target])
      : await verifyOne(resolve(target));
  for (const fault of faults) console.log(`! ${fault}`);
  console.log(faults.length === 0 ? '\nAll as it should be.' : `\n${faults.length} things are off.`);
  if (faults.length > 0) process.exitCode = 1;
}

async function verifyOne(target) {
  const { rows, faults } = await verifyPack(target);
  console.log(textTable(packTable(rows)));
  return faults;
}

async function verifyRates(names) {
  const faults = [];
  for (const name of names) {
    const found = await verifyRate(name);
    console.log(
      `\n${name}: lesson at ${found.rate} frames/s, a frame is ${found.frameMs.toFixed(1)} ms, true peak ${found.peak} dBTP\n`,
    );
    const ms = (value) => (value == null ? '-' : `${value >= 0 ? '+' : ''}${value.toFixed(1)} ms`);
    const loudness = new Map(found.segments.map((segment) => [segment.id, segment]));
    console.log(
      textTable([
        ['join', 'at', 'picture', 'sound', 'loudness', 'gain'],
        ...found.joins.map(({ id, startMs, picture, sound }) => [
          `before ${id}`,
          `${(startMs / 1000).toFixed(2)} s`,
          ms(picture),
          ms(sound),
          `${loudness.get(id)?.loudness?.toFixed(1)} LUFS`,
          `${loudness.get(id)?.gainDb} dB`,
        ]),
      ]),
    );
    faults.push(...found.faults.map((fault) => `${name}: ${fault}`));
  }
  return faults;
}

/** Makes a marked episode at one of {@link RATES} and a lesson of it, and measures the lesson. */
export async function verifyRate(name) {
  const folder = await mkdtemp(join(tmpdir(), 'langflix-av-'));
  try {
    const rate = RATES[name];
    const video = join(folder, 'marked.mp4');
    const subtitles = join(folder, 'marked.en.srt');
    await makeMarkedSource(video, rate);
    await writeFile(subtitles, markedSubtitles());
    const { plan, outputDir } = await makeLesson({
      home: join(folder, 'home'),
      request: {
        videoPath: video,
        subtitles,
        outputDir: join(folder, 'pack'),
        options: { quality: 'draft', maxExpressions: 3 },
      },
    });
    const { num, den } = plan.format.frameRate;
    return { rate: `${num}/${den}`, ...(await measureLesson(join(outputDir, 'lesson.mp4'), plan, rate)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
