import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { endOf } from '../aftermath.js';
import { fill, lock } from '../disks.js';
import type { Aftermath, Round } from '../round.js';
import type { Site } from '../site.js';
import { pause } from '../wait.js';
import type { Kind } from './kind.js';

const PLACES = {
  work: ({ home }: Site) => home.work,
  cache: ({ home }: Site) => home.cache,
  output: ({ outputs }: Site) => outputs,
};
type PlaceName = keyof typeof PLACES;
const NAMES = Object.keys(PLACES) as PlaceName[];

/** No byte is left on a disk: for a moment, or until the run has given up. */
function full(place: PlaceName): Kind['play'] {
  return async (round) => {
    const { site, random } = round;
    const run = await round.start();
    await round.moment(run);
    const passing = random.chance(0.5);
    // New tries come after 0.3, 0.9 and 2.1 s.
    const ms = random.whole(200, 1500);
    round.strike(passing ? `${place} full for ${ms} ms` : `${place} full`);
    const free = fill(PLACES[place](site));
    try {
      if (passing) await pause(ms);
      else await endOf(site, run);
    } finally {
      free();
    }
    const may = passing ? ['SUCCESS'] : ['SUCCESS', 'DiskFull'];
    return { run, outputDir: round.outputDir, may };
  };
}

/** A disk becomes read-only until the run has ended: what stands there, the cleanup has to take. */
function readOnly(place: PlaceName): Kind['play'] {
  return async (round) => {
    const { site } = round;
    const run = await round.start();
    await round.moment(run);
    round.strike(`${place} read-only`);
    const unlock = await lock(PLACES[place](site));
    try {
      await endOf(site, run);
    } finally {
      unlock();
    }
    return { run, outputDir: round.outputDir, may: ['SUCCESS', 'UnusableOutput'], leavesFolder: true };
  };
}

/** A person deletes what a run is using. */
async function deleteWork(round: Round): Promise<Aftermath> {
  const { site, random } = round;
  const run = await round.start();
  await round.moment(run);
  const path = random.pick([join(site.home.work, run.runId), site.home.work]);
  round.strike(`deleted ${path === site.home.work ? 'all of work' : 'the run’s work folder'}`);
  await remove(path);
  return { run, outputDir: round.outputDir, may: ['SUCCESS', 'Transient'], leavesFolder: true };
}

async function deleteCache(round: Round): Promise<Aftermath> {
  const { site, random } = round;
  const run = await round.start();
  await round.moment(run);
  const path = random.pick([site.home.cache, site.home.segments, 'the segments']);
  round.strike(`deleted ${path.startsWith('/') ? path.slice(site.home.root.length + 1) : path}`);
  if (path.startsWith('/')) await remove(path);
  else for (const name of await readdir(site.home.segments)) await remove(join(site.home.segments, name));
  return { run, outputDir: round.outputDir, may: ['SUCCESS'] };
}

async function deleteOutput(round: Round): Promise<Aftermath> {
  const { random, outputDir } = round;
  const run = await round.start();
  await round.moment(run, ['openRun', 'drawSlides', 'renderSegments', 'joinLesson', 'publishStudyPack']);
  const folder = dirname(outputDir);
  const wholly = random.chance(0.5);
  round.strike(wholly ? 'deleted the folder around the study pack' : 'deleted all beside the study pack');
  if (wholly) await remove(folder);
  else for (const name of await readdir(folder).catch(() => [])) await remove(join(folder, name));
  // It may have been published already, and then it is gone: with the right to do so.
  const { ending } = await endOf(round.site, run);
  if (ending === 'SUCCESS' && (await readdir(outputDir).catch(() => [])).length === 0) {
    await round.site.withLangflix(async (client) => client.result(await round.start()));
  }
  return { run, outputDir, may: ['SUCCESS', 'Transient'] };
}

/** Deletes under the hands of those who write there: what they add meanwhile goes too. */
async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
}

export const diskKinds: Kind[] = NAMES.flatMap((place) => [
  { name: `full-${place}`, site: 'disks' as const, play: full(place) },
  { name: `readonly-${place}`, site: 'disks' as const, play: readOnly(place) },
]);

export const deletionKinds: Kind[] = [
  { name: 'delete-work', play: deleteWork },
  { name: 'delete-cache', play: deleteCache },
  { name: 'delete-output', play: deleteOutput },
];
