import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endOf } from './aftermath.js';
import { openSite, type Site } from './site.js';

/** The last quarter of the runs may need this much more memory than the second one: 1.1 is a tenth. */
const MAX_GROWTH = 1.1;
/** Handles come and go with connections; so many more at the end are no leak. */
const MAX_MORE_HANDLES = 10;

interface Sample {
  /** Resident memory of the service's process, in MiB. */
  memory: number;
  handles: number;
  /** Entries in the home, besides the cache. */
  entries: number;
}

/**
 * Short runs back to back on one worker: what it keeps must not grow. Prints its figures.
 *
 * @returns the exit code: 1 when something grows
 */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { runs: { type: 'string', default: '300' } } });
  const runs = Number(values.runs);
  const site = await openSite();
  const samples: Sample[] = [];
  try {
    const { pid } = await site.up();
    for (let i = 0; i < runs; i++) {
      await shortRun(site, i);
      samples.push(await sample(site, pid));
      if ((i + 1) % 25 === 0) console.log(`${i + 1} of ${runs}: ${describe(samples.at(-1)!)}`);
    }
    if ((await site.servicePid()) !== pid) throw new Error('the worker did not live through all of it');
  } finally {
    await site.close();
  }
  return judge(samples);
}

/** The same episode to another folder each time: everything but the encodes is done anew. */
async function shortRun(site: Site, i: number): Promise<void> {
  const run = await site.withLangflix((langflix) =>
    langflix.start({
      videoPath: site.episode.video,
      subtitles: site.episode.subtitles,
      outputDir: join(site.outputs, `${i}`),
      options: { maxExpressions: 1, level: 'B1' },
    }),
  );
  const { ending, message } = await endOf(site, run);
  if (ending !== 'SUCCESS') throw new Error(`run ${i} ended as ${ending}: ${message}`);
}

async function sample(site: Site, pid: number): Promise<Sample> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kib = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
  const { work, processes, logs } = site.home;
  const folders = await Promise.all(
    [work, processes, logs].map((folder) => readdir(folder, { recursive: true })),
  );
  return {
    memory: kib / 1024,
    handles: (await readdir(`/proc/${pid}/fd`)).length,
    entries: folders.flat().length,
  };
}

function judge(samples: Sample[]): number {
  const quarter = Math.floor(samples.length / 4);
  const second = samples.slice(quarter, 2 * quarter);
  const last = samples.slice(-quarter);
  const mean = (of: Sample[], key: keyof Sample) => of.reduce((sum, one) => sum + one[key], 0) / of.length;
  const growth = mean(last, 'memory') / mean(second, 'memory');
  const handles = mean(last, 'handles') - mean(second, 'handles');
  const entries = mean(last, 'entries') - mean(second, 'entries');
  console.log(
    `memory: ${mean(second, 'memory').toFixed(0)} MiB in the second quarter, ${mean(last, 'memory').toFixed(0)} MiB in the last: x ${growth.toFixed(3)} (at most ${MAX_GROWTH})`,
  );
  console.log(`file handles: ${handles.toFixed(1)} more in the last quarter (at most ${MAX_MORE_HANDLES})`);
  console.log(`files and folders of the home: ${entries.toFixed(1)} more in the last quarter (at most 0.5)`);
  return growth <= MAX_GROWTH && handles <= MAX_MORE_HANDLES && entries <= 0.5 ? 0 : 1;
}

function describe({ memory, handles, entries }: Sample): string {
  return `${memory.toFixed(0)} MiB, ${handles} file handles, ${entries} files and folders`;
}
