import type { RunReference } from '../../../src/client/index.js';
import { langflix } from '../../integration/support/command.js';
import { killTree } from '../../integration/support/processes.js';
import { type Aftermath, type Ending, type Round, STEPS } from '../round.js';
import { pause } from '../wait.js';
import type { Kind } from './kind.js';

/** A run that was publishing already may come to its end: it is then whole. */
async function cancelled(round: Round, run: RunReference): Promise<Aftermath> {
  const struckAt = round.struckAt ?? Date.now();
  const events = (await round.site.events()).filter(({ runId }) => runId === run.runId);
  const published = events.some(
    ({ activity, msg, at }) => activity === 'publishStudyPack' && msg === 'started' && at < struckAt + 1000,
  );
  const may: Ending[] = published ? ['CANCELLED', 'SUCCESS'] : ['CANCELLED'];
  return { run, outputDir: round.outputDir, may };
}

const before = STEPS.filter((step) => step !== 'closeRun');

function cancelling(how: string, cancel: (round: Round, run: RunReference) => Promise<void>): Kind['play'] {
  return async (round) => {
    if (round.random.chance(0.5)) await round.site.ffmpeg.set('slow');
    const run = await round.start();
    await round.moment(run, before);
    round.strike(how);
    await cancel(round, run);
    return cancelled(round, run);
  };
}

const byClient = cancelling('cancelled by the client', ({ site }, run) =>
  site.withLangflix((client) => client.cancel(run)),
);

const byCommand = cancelling('langflix cancel', async (round, run) => {
  const { exitCode, stderr } = await langflix(round.site.config, ['cancel', run.workflowId, '--json']);
  // The run may have been over by the time that the command was there.
  if (exitCode !== 0) round.problem(`langflix cancel: exit code ${exitCode}: ${stderr}`);
});

const byServer = cancelling('cancelled by the server’s own API', ({ site }, run) =>
  site.withLangflix(async (_, temporal) => {
    await temporal.workflowService
      .requestCancelWorkflowExecution({
        namespace: temporal.options.namespace,
        workflowExecution: run,
        identity: 'web-ui',
        requestId: crypto.randomUUID(),
        reason: 'by hand',
      })
      .catch((error: Error) => {
        if (!/already completed/.test(error.message)) throw error;
      });
  }),
);

const twice = cancelling('cancelled twice', ({ site, random }, run) =>
  site.withLangflix(async (client) => {
    await client.cancel(run);
    await pause(random.whole(0, 500));
    await client.cancel(run);
  }),
);

/** The server takes the wish while its only worker stands still and then dies. */
const workerless = cancelling('cancelled while the worker was down', async (round, run) => {
  const { site } = round;
  const pid = await site.servicePid();
  process.kill(pid, 'SIGSTOP');
  await site.withLangflix((client) => client.cancel(run));
  await killTree(pid);
  await site.ffmpeg.set('plain');
  await site.up();
});

/** Terminated: nobody may tidy up, so the cleanup does. */
async function terminate(round: Round): Promise<Aftermath> {
  if (round.random.chance(0.5)) await round.site.ffmpeg.set('slow');
  const run = await round.start();
  await round.moment(run, before);
  round.strike('terminated');
  let over = false;
  await round.site.withLangflix(async (_, temporal) => {
    const handle = temporal.workflow.getHandle(run.workflowId, run.runId);
    await handle.terminate('by hand').catch(() => {
      over = true;
    });
  });
  const may = over ? ['SUCCESS'] : ['Terminated'];
  return { run, outputDir: round.outputDir, may, leavesFolder: true };
}

export const cancellationKinds: Kind[] = [
  { name: 'cancel-client', play: byClient },
  { name: 'cancel-command', play: byCommand },
  { name: 'cancel-server-api', play: byServer },
  { name: 'cancel-twice', play: twice },
  { name: 'cancel-workerless', play: workerless },
  { name: 'terminate', play: terminate },
];
