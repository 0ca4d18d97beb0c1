import type { RunReference } from '../../../src/client/index.js';
import { killTree } from '../../integration/support/processes.js';
import { isRunning } from '../../integration/support/watched-ffmpeg.js';
import type { Aftermath, Round } from '../round.js';
import { becomes, pause } from '../wait.js';
import type { Kind } from './kind.js';

/** Time from a lost worker's silence to its step's new start, besides the heartbeat timeout. */
const TAKEOVER_MS = 5000;

const survives = (round: Round, run: RunReference): Aftermath => ({
  run,
  outputDir: round.outputDir,
  may: ['SUCCESS'],
});

async function ffmpegsOf(round: Round, worker: number): Promise<number[]> {
  return (await round.site.ffmpeg.alive()).filter(({ parent }) => parent === worker).map(({ pid }) => pid);
}

/** A worker dies in the midst of an encode while another one is alive. */
async function killWorker(round: Round): Promise<Aftermath> {
  const { site } = round;
  const worker = await site.addWorker();
  await site.ffmpeg.set('slow');
  const run = await round.start();
  const encode = await round.encode(run, ({ parent, segment }) => parent === worker.pid && segment !== null);
  await pause(round.random.whole(0, 500));
  const before = round.watch.starts().length;
  round.strike(`SIGKILL of the worker at ${encode?.segment ?? 'nothing'}`);
  const killedAt = Date.now();
  await worker.end();
  await round.expectGone(() => ffmpegsOf(round, worker.pid));
  await site.ffmpeg.set('plain');
  const cut = encode !== null && (await wasCut(round, run, worker.pid));
  if (cut) {
    const within = site.config.heartbeatTimeoutMs + TAKEOVER_MS;
    const again = () =>
      round.watch
        .starts()
        .slice(before)
        .some(({ segment, parent }) => segment === encode.segment && parent !== worker.pid);
    if (!(await becomes(again, within + 500)))
      round.problem(`${encode.segment} was not running again within ${within} ms`);
    else round.notes.push(`again after ${((Date.now() - killedAt) / 1000).toFixed(1)} s`);
  }
  return survives(round, run);
}

/** Whether the last encode that a worker began was not finished by it. */
async function wasCut(round: Round, run: RunReference, worker: number): Promise<boolean> {
  const last = round.watch.starts().findLast(({ parent }) => parent === worker);
  const done = (await round.site.events()).filter(
    ({ runId, msg }) => runId === run.runId && msg === 'ffmpeg',
  );
  return (
    last !== undefined &&
    !done.some(({ segment }) => segment !== undefined && last.segment?.endsWith(`-${segment}`))
  );
}

/** The service dies: alone, or with all that is under it. */
async function killService(round: Round): Promise<Aftermath> {
  const { site, random } = round;
  const run = await round.start();
  await round.moment(run);
  const pid = await site.servicePid();
  const alone = random.chance(0.5);
  round.strike(alone ? 'SIGKILL of the service alone' : 'SIGKILL of the service with its children');
  if (alone) process.kill(pid, 'SIGKILL');
  else await killTree(pid);
  await round.expectGone(() => ffmpegsOf(round, pid));
  await round.expectGone(() => site.serverPids());
  await site.up();
  return survives(round, run);
}

/** The service is asked to end: what is under way is finished, and costs no attempt. */
async function endService(round: Round): Promise<Aftermath> {
  const { site } = round;
  const run = await round.start();
  await round.moment(run);
  const pid = await site.servicePid();
  round.strike('SIGTERM to the service');
  process.kill(pid, 'SIGTERM');
  if (!(await becomes(async () => !(await isRunning(pid)), 45_000)))
    round.problem('the service does not end');
  await round.expectGone(() => ffmpegsOf(round, pid));
  await round.expectGone(() => site.serverPids());
  await site.up();
  const outcome = survives(round, run);
  const ended = async () =>
    (await site.events()).some(
      (event) => event.runId === run.runId && event.activity === 'closeRun' && event.msg === 'finished',
    );
  await becomes(ended, 60_000);
  const repeated = (await site.events()).filter(
    ({ runId, attempt, msg }) => runId === run.runId && attempt > 1 && msg === 'started',
  );
  for (const { activity, attempt } of repeated) round.problem(`${activity} needed attempt ${attempt}`);
  return outcome;
}

/** A worker stands still for longer than its silence is allowed, and then goes on: two attempts overlap. */
async function freezeWorker(round: Round): Promise<Aftermath> {
  const { site } = round;
  const worker = await site.addWorker();
  try {
    await site.ffmpeg.set('slow');
    const run = await round.start();
    const encode = await round.encode(
      run,
      ({ parent, segment }) => parent === worker.pid && segment !== null,
    );
    await pause(round.random.whole(0, 500));
    const before = round.watch.starts().length;
    round.strike(`SIGSTOP of the worker at ${encode?.segment ?? 'nothing'}`);
    const stoppedAt = Date.now();
    process.kill(worker.pid, 'SIGSTOP');
    const again = () =>
      round.watch
        .starts()
        .slice(before)
        .some(({ segment }) => segment === encode?.segment);
    await becomes(again, site.config.heartbeatTimeoutMs + TAKEOVER_MS);
    await pause(round.random.whole(0, 1500));
    process.kill(worker.pid, 'SIGCONT');
    round.frozenMs = Date.now() - stoppedAt;
    await site.ffmpeg.set('plain');
    round.strike(`SIGCONT after ${(round.frozenMs / 1000).toFixed(1)} s`);
    // It must be let go on: what it does late is what this is about.
    await pause(1500);
    return survives(round, run);
  } finally {
    setTimeout(() => void worker.end(), 20_000).unref();
  }
}

/** The only worker stands still; its attempts and their successors meet in one process. */
async function freezeService(round: Round): Promise<Aftermath> {
  const { site, random } = round;
  const run = await round.start();
  await round.moment(run);
  const pid = await site.servicePid();
  const ms = site.config.heartbeatTimeoutMs + random.whole(500, 2500);
  round.strike(`SIGSTOP of the service for ${ms} ms`);
  process.kill(pid, 'SIGSTOP');
  await pause(ms);
  process.kill(pid, 'SIGCONT');
  round.frozenMs = ms;
  return survives(round, run);
}

/** The Temporal server dies alone; its database stays. */
async function killServer(round: Round): Promise<Aftermath> {
  const { site } = round;
  const run = await round.start();
  await round.moment(run);
  const servers = await site.serverPids();
  round.strike('SIGKILL of the Temporal server');
  for (const pid of servers) process.kill(pid, 'SIGKILL');
  return survives(round, run);
}

export const processKinds: Kind[] = [
  { name: 'kill-worker', play: killWorker },
  { name: 'kill-service', play: killService },
  { name: 'end-service', play: endService },
  { name: 'freeze-worker', play: freezeWorker },
  { name: 'freeze-service', play: freezeService },
  { name: 'kill-server', play: killServer },
];
