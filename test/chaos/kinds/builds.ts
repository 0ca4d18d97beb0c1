import { stopService } from '../../../src/service/index.js';
import { killTree } from '../../integration/support/processes.js';
import { endOf } from '../aftermath.js';
import { nextBuild } from '../next-build.js';
import type { Aftermath, Round } from '../round.js';
import type { Kind } from './kind.js';

/** A new build takes over a run in its midst; in the end the old one is back. */
async function newBuild(round: Round): Promise<Aftermath> {
  const { site, random } = round;
  const entry = await nextBuild(site.folder);
  const run = await round.start();
  await round.moment(run);
  const gently = random.chance(0.5);
  round.strike(`a new build takes over after ${gently ? 'SIGTERM' : 'SIGKILL'}`);
  if (gently) await stopService(site.config);
  else await killTree(await site.servicePid());
  await site.up(entry);
  await endOf(site, run);
  await stopService(site.config);
  await site.up();
  return { run, outputDir: round.outputDir, may: ['SUCCESS'] };
}

export const buildKinds: Kind[] = [{ name: 'new-build', play: newBuild }];
