import { parseArgs } from 'node:util';
import { openDiskSite, whyNoDisks } from './disks.js';
import { KINDS } from './kinds/index.js';
import { drawKinds, playRound, QUICK_SITES, type RoundResult, sites } from './run-rounds.js';
import { table } from './table.js';

const USAGE = `npm run chaos -- [--seed N] [--rounds M] [--kinds a,b] [--only K]

Disturbs real runs on a real server with a real ffmpeg, and looks whether all is as it is promised.
  --seed N     what happens when; printed, so that it can be had again (default: by the clock)
  --rounds M   how many (default 100)
  --kinds a,b  only these kinds: ${KINDS.map(({ name }) => name).join(', ')}
  --only K     of these rounds only the one with this number`;

/** @returns the exit code: 1 when a round has ended in another way than it may */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string' },
      rounds: { type: 'string', default: '100' },
      kinds: { type: 'string' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const wanted = values.kinds?.split(',');
  const unknown = wanted?.filter((name) => !KINDS.some((kind) => kind.name === name)) ?? [];
  if (unknown.length > 0) {
    console.error(`There is no kind ${unknown.join(', ')}.\n\n${USAGE}`);
    return 2;
  }
  const noDisks = whyNoDisks();
  const kinds = KINDS.filter(
    ({ name, site }) => (wanted?.includes(name) ?? true) && !(site === 'disks' && noDisks),
  );
  if (noDisks) console.log(`Troubles with disks are left out: ${noDisks}`);
  const drawn = drawKinds(kinds, Number(values.rounds), seed);
  console.log(`seed ${seed}, ${drawn.length} rounds of ${kinds.length} kinds`);

  const places = sites({ ...QUICK_SITES, disks: openDiskSite });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void places.close().finally(() => process.exit(130)));
  }
  const results: RoundResult[] = [];
  const begun = Date.now();
  try {
    for (const [i, kind] of drawn.entries()) {
      if (values.only !== undefined && Number(values.only) !== i + 1) continue;
      // Twice with the limits that a person has who sets nothing.
      const patient =
        kind.site === undefined &&
        drawn.length >= 100 &&
        isPatient(
          drawn.map(({ name }) => name),
          i,
        );
      const started = Date.now();
      const result = await playRound(places, kind, i + 1, seed, patient ? 'patient' : undefined);
      results.push(result);
      const took = ((Date.now() - started) / 1000).toFixed(1);
      const verdict = result.problems.length === 0 ? 'right' : 'WRONG';
      console.log(
        `${String(i + 1).padStart(3)} ${verdict} ${kind.name}: ${result.notes.join(', ')}: ${result.ending} (${took} s)`,
      );
      for (const problem of result.problems) console.log(`      ${problem}`);
    }
  } finally {
    await places.close();
  }
  const wrong = results.filter(({ problems }) => problems.length > 0).length;
  console.log(`\n${table(results)}\n`);
  console.log(
    `seed ${seed}: ${results.length - wrong} of ${results.length} rounds right, ${Math.round((Date.now() - begun) / 1000)} s`,
  );
  return wrong === 0 ? 0 : 1;
}

/** The first kill of a worker and the first of a service. */
function isPatient(names: string[], i: number): boolean {
  return names.indexOf('kill-worker') === i || names.indexOf('kill-service') === i;
}
