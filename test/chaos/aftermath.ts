import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { RunReference } from '../../src/client/index.js';
import { LangflixError } from '../../src/shared/errors.js';
import { digestPack, type PackDigest, packDifferences } from './pack.js';
import type { Aftermath, Ending, Round } from './round.js';
import type { Site } from './site.js';
import { becomes, pause } from './wait.js';

/** What an undisturbed run gives. */
export interface Undisturbed {
  pack: PackDigest;
  source: string;
  /** Segment id to the hash under which the cache keeps it. */
  hashes: ReadonlyMap<string, string>;
}

/** A run's end must come within this time, whatever happened to it. */
const END_WITHIN_MS = 150_000;

/** Waits for a run's end, over servers and services that come and go. */
export async function endOf(
  site: Site,
  run: RunReference,
  withinMs = END_WITHIN_MS,
): Promise<{ ending: Ending; message: string }> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      const status = await site.withLangflix((langflix) => langflix.status(run));
      if (!['PENDING', 'STARTED', 'PROGRESS'].includes(status.state)) break;
    } catch (error) {
      if (error instanceof LangflixError && error.kind === 'RunNotFound') throw error;
    }
    if (Date.now() > until) return { ending: 'never ended', message: '' };
    await pause(100);
  }
  try {
    await site.withLangflix((langflix) => langflix.result(run));
    return { ending: 'SUCCESS', message: '' };
  } catch (error) {
    if (!(error instanceof LangflixError)) throw error;
    if (error.kind === 'Cancelled') return { ending: 'CANCELLED', message: error.message };
    return { ending: error.kind, message: `${error.message} ${error.hint ?? ''}` };
  }
}

/** Looks at all that was promised, after the trouble. Gives how the run ended and how long after the trouble. */
export async function examine(
  round: Round,
  { run, outputDir, may, leavesFolder = false }: Aftermath,
  undisturbed: Undisturbed,
): Promise<{ ending: Ending; seconds: number }> {
  const { site } = round;
  const { ending, message } = await endOf(site, run);
  const seconds = (Date.now() - (round.struckAt ?? Date.now())) / 1000;
  await site.ffmpeg.set('plain');
  if (!may.includes(ending)) round.problem(`ended as ${ending} instead of ${may.join(' or ')}: ${message}`);
  else if (ending !== 'SUCCESS' && ending !== 'CANCELLED') checkWords(round, message);

  if (
    !(await becomes(
      async () => (await site.ffmpeg.alive()).length === 0,
      ending === 'Terminated' ? 10_000 : 1000,
    ))
  )
    round.problem('an ffmpeg is at work after the run’s end');
  if (ending === 'SUCCESS') await checkPack(round, outputDir, undisturbed);
  else if (existsSync(outputDir)) round.problem(`${outputDir} is there, though the run has failed`);

  if (leavesFolder) await site.cleanUp();
  await checkNothingLeft(round, outputDir);
  if (ending !== 'SUCCESS') await askAgain(round, outputDir, undisturbed);

  await round.watch.end();
  for (const text of round.watch.needless(undisturbed.hashes, round.frozenMs)) round.problem(text);
  if ((await site.episode.digest()) !== undisturbed.source) round.problem('the source was changed');
  // The worker takes the next run, and the next round starts with an empty cache.
  const cleaned = await site.cleanUp();
  const strange = cleaned.kept.filter(
    ({ reason }) => !/^\d+ segments were used|^may be being written/.test(reason),
  );
  for (const { path, reason } of strange) round.problem(`cleanup kept ${path}: ${reason}`);
  return { ending, seconds };
}

function checkWords(round: Round, message: string): void {
  const text = message.trim();
  if (text.length < 20 || /\n\s+at |undefined|\[object/.test(text)) {
    round.problem(`not an error for a person: ${JSON.stringify(text)}`);
  }
}

async function checkPack(round: Round, folder: string, { pack }: Undisturbed): Promise<void> {
  const differing = packDifferences(await digestPack(folder), pack);
  if (differing.length > 0) round.problem(`the study pack differs: ${differing.join(', ')}`);
}

/** Nothing half-made beside the pack, nothing of the run in the home. */
async function checkNothingLeft(round: Round, outputDir: string): Promise<void> {
  const { work } = round.site.home;
  const ofRuns = async () =>
    (await readdir(work).catch(() => [])).filter((name) => !name.startsWith('.') && name !== 'lost+found');
  if (!(await becomes(async () => (await ofRuns()).length === 0, 5000)))
    round.problem(`the work folder holds ${(await ofRuns()).join(', ')}`);
  const beside = await readdir(dirname(outputDir)).catch(() => []);
  const strange = beside.filter((name) => name !== basename(outputDir));
  if (strange.length > 0) round.problem(`beside the study pack: ${strange.join(', ')}`);
}

/** The same request, undisturbed, does the rest. */
async function askAgain(round: Round, outputDir: string, undisturbed: Undisturbed): Promise<void> {
  const run = await round.start({ outputDir });
  const { ending, message } = await endOf(round.site, run);
  if (ending !== 'SUCCESS') round.problem(`asked again, it ended as ${ending}: ${message}`);
  else await checkPack(round, outputDir, undisturbed);
}
