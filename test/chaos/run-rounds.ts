import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endOf, examine, type Undisturbed } from './aftermath.js';
import { watchEncodes } from './encode-watch.js';
import type { Kind, SiteName } from './kinds/kind.js';
import { digestPack } from './pack.js';
import { seeded } from './random.js';
import { makeRound } from './round.js';
import { openSite, type Site } from './site.js';

export interface RoundResult {
  number: number;
  kind: string;
  /** What happened, and when. */
  notes: string[];
  /** How the run ended. */
  ending: string;
  /** From the trouble to the run's end. */
  seconds: number;
  /** What was not as it is promised; empty: all was right. */
  problems: string[];
}

/** The kinds of so many rounds: each as often as the others, in an order that the seed decides. */
export function drawKinds(kinds: readonly Kind[], rounds: number, seed: number): Kind[] {
  const random = seeded(seed);
  const drawn: Kind[] = [];
  while (drawn.length < rounds) {
    const left = rounds - drawn.length;
    // What is left over goes to the short ones.
    const pool = left < kinds.length ? kinds.filter(({ long }) => long !== true) : kinds;
    drawn.push(...random.shuffled(pool).slice(0, left));
  }
  return random.shuffled(drawn);
}

/** Opens the places in which rounds are played, each when it is first needed. */
export interface Sites {
  get(name: SiteName): Promise<{ site: Site; undisturbed: Undisturbed }>;
  close(): Promise<void>;
}

export function sites(open: Record<SiteName, () => Promise<Site>>): Sites {
  const opened = new Map<SiteName, Promise<{ site: Site; undisturbed: Undisturbed }>>();
  return {
    get(name) {
      let place = opened.get(name);
      if (place === undefined) {
        place = open[name]().then(async (site) => ({ site, undisturbed: await runUndisturbed(site) }));
        opened.set(name, place);
      }
      return place;
    },
    async close() {
      for (const place of opened.values()) {
        const opened = await place.catch(() => null);
        await opened?.site.close();
      }
    },
  };
}

export const QUICK_SITES: Pick<Record<SiteName, () => Promise<Site>>, 'quick' | 'patient'> = {
  quick: () => openSite(),
  patient: () =>
    openSite({
      LANGFLIX_HEARTBEAT_TIMEOUT: '30s',
      LANGFLIX_TRANSIENT_RETRY: '60s',
      LANGFLIX_STALL_TIMEOUT: '60s',
    }),
};

/** Plays one round in its place. */
export async function playRound(
  places: Sites,
  kind: Kind,
  number: number,
  seed: number,
  siteName?: SiteName,
): Promise<RoundResult> {
  const { site, undisturbed } = await places.get(siteName ?? kind.site ?? 'quick');
  const random = seeded(Math.imul(seed, 0x9e3779b1) ^ number);
  await site.up();
  const watch = await watchEncodes(site);
  const round = makeRound(number, random, site, watch);
  let outcome = { ending: 'none', seconds: 0 };
  try {
    outcome = await examine(round, await kind.play(round), undisturbed);
  } catch (error) {
    round.problem(error instanceof Error ? (error.stack ?? error.message) : String(error));
    await site.ffmpeg.set('plain');
  }
  await watch.end();
  const { notes, problems } = round;
  return { number, kind: kind.name, notes, problems, ...outcome };
}

async function runUndisturbed(site: Site): Promise<Undisturbed> {
  const source = await site.episode.digest();
  const watch = await watchEncodes(site);
  const round = makeRound(0, seeded(0), site, watch);
  const run = await round.start();
  const { ending, message } = await endOf(site, run);
  await watch.end();
  if (ending !== 'SUCCESS') {
    const log = await readFile(join(site.home.logs, 'service.log'), 'utf8').catch(() => '');
    throw new Error(
      `the undisturbed run ended as ${ending}: ${message}\n${log.split('\n').slice(-20).join('\n')}`,
    );
  }
  const events = (await site.events()).filter(({ runId, msg }) => runId === run.runId && msg === 'ffmpeg');
  const hashes = new Map(
    events.flatMap(({ segment, hash }) =>
      segment === undefined || hash === undefined ? [] : [[segment, hash]],
    ),
  );
  if (hashes.size === 0) throw new Error('the log names no segment’s hash');
  await site.cleanUp();
  return { pack: await digestPack(round.outputDir), source, hashes };
}
