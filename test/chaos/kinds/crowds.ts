import { join } from 'node:path';
import { processOutputSchema } from '../../../src/shared/json-output.js';
import { langflix } from '../../integration/support/command.js';
import { endOf } from '../aftermath.js';
import { digestPack, packDifferences } from '../pack.js';
import type { Aftermath, Round } from '../round.js';
import { pause } from '../wait.js';
import type { Kind } from './kind.js';

/** Two processes ask for the same episode at once, one of them perhaps a moment later: they share one run. */
async function askTwice(round: Round): Promise<Aftermath> {
  const { site, random, outputDir } = round;
  const { video, subtitles } = site.episode;
  const command = [
    ...['process', video, '--subtitles', subtitles, '--max-expressions', '2', '--level', 'B1'],
    ...['--out', outputDir, '--json'],
  ];
  const first = langflix(site.config, command);
  await pause(random.pick([0, 0, random.whole(0, 1500)]));
  round.strike('asked twice at once');
  const ended = await Promise.all([first, langflix(site.config, command)]);
  const answers = ended.flatMap(({ exitCode, stdout, stderr }) => {
    if (exitCode === 0) return [processOutputSchema.parse(JSON.parse(stdout))];
    round.problem(`langflix process: exit code ${exitCode}: ${stderr}`);
    return [];
  });
  if (new Set(answers.map(({ workflowId }) => workflowId)).size > 1)
    round.problem('they had runs of their own');
  const run = answers[0] ?? (await round.start());
  return { run, outputDir, may: ['SUCCESS'] };
}

const MANY = 100;
/** They share the cores: the last one ends when all have ended. */
const ALL_WITHIN_MS = 15 * 60_000;
/** One expression each: it is their number that counts. */
const SMALL = { maxExpressions: 1, level: 'B1' } as const;

/** A hundred runs at once, each to a folder of its own; all study packs are alike. */
async function crowd(round: Round): Promise<Aftermath> {
  const { site } = round;
  const folders = Array.from({ length: MANY }, (_, i) =>
    join(site.outputs, `crowd-${round.random.whole(0, 1e9)}-${i}`),
  );
  round.strike(`${MANY} runs at once`);
  const runs = await site.withLangflix((client) =>
    Promise.all(folders.map((outputDir) => client.start(round.input({ outputDir, options: SMALL })))),
  );
  const own = await round.start();
  for (const run of runs) {
    const { ending, message } = await endOf(site, run, ALL_WITHIN_MS);
    if (ending !== 'SUCCESS') round.problem(`${run.workflowId} ended as ${ending}: ${message}`);
  }
  const [first, ...others] = await Promise.all(folders.map((folder) => digestPack(folder).catch(() => ({}))));
  if (others.some((pack) => packDifferences(pack, first ?? {}).length > 0))
    round.problem('their packs differ');
  return { run: own, outputDir: round.outputDir, may: ['SUCCESS'] };
}

export const crowdKinds: Kind[] = [
  { name: 'ask-twice', play: askTwice },
  { name: 'crowd', long: true, play: crowd },
];
