import type { Aftermath, Round } from '../round.js';
import { becomes, pause } from '../wait.js';
import type { Kind } from './kind.js';

/** An ffmpeg is killed by somebody else: for want of memory, for instance. */
async function killFfmpeg(round: Round): Promise<Aftermath> {
  const victim = await slowEncode(round);
  round.strike(`SIGKILL of ffmpeg at ${victim.what}`);
  kill(victim.pid, 'SIGKILL');
  await round.site.ffmpeg.set('plain');
  return { run: victim.run, outputDir: round.outputDir, may: ['SUCCESS'] };
}

/** An ffmpeg stands still, and is noticed. */
async function stopFfmpeg(round: Round): Promise<Aftermath> {
  const victim = await slowEncode(round);
  round.strike(`SIGSTOP of ffmpeg at ${victim.what}`);
  kill(victim.pid, 'SIGSTOP');
  await round.site.ffmpeg.set('plain');
  return { run: victim.run, outputDir: round.outputDir, may: ['SUCCESS'] };
}

/** An ffmpeg waits for input that never comes: it reads from a FIFO that nobody writes to. */
async function starveFfmpeg(round: Round): Promise<Aftermath> {
  const { site, random } = round;
  await site.ffmpeg.set('hung', random.pick(['segment.mov', 'lesson.mp4', 'clip-']));
  const run = await round.start();
  const encode = await round.encode(run);
  round.strike(`no input for ffmpeg at ${encode?.segment ?? encode?.output.split('/').at(-1)}`);
  await site.ffmpeg.set('plain');
  return { run, outputDir: round.outputDir, may: ['SUCCESS'] };
}

/** A run is cancelled whose ffmpeg does not listen to SIGTERM. */
async function deafFfmpeg(round: Round): Promise<Aftermath> {
  const { site, random } = round;
  await site.ffmpeg.set('deaf', random.pick(['segment.mov', 'lesson.mp4', 'clip-']));
  const run = await round.start();
  await round.encode(run, ({ output }) => output !== '');
  await becomes(async () => (await site.ffmpeg.alive()).length > 0, 60_000);
  await pause(300);
  round.strike('cancelled with an ffmpeg that ignores SIGTERM');
  await site.withLangflix((langflix) => langflix.cancel(run));
  return { run, outputDir: round.outputDir, may: ['CANCELLED'] };
}

/** Starts a run and waits for one of its encodes, as slow as the picture plays. */
async function slowEncode(round: Round) {
  const { site, random } = round;
  await site.ffmpeg.set('slow', random.pick(['segment.mov', 'scene', 'lesson.mp4', '']));
  const run = await round.start();
  const wanted = random.pick(['segment.mov', 'lesson.mp4']);
  const encode = await round.encode(run, ({ output }) => output.includes(wanted));
  await pause(random.whole(0, 250));
  return {
    run,
    pid: encode?.pid ?? Number.NaN,
    what: encode?.segment ?? encode?.output.split('/').at(-1) ?? 'nothing',
  };
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}

export const encodeKinds: Kind[] = [
  { name: 'kill-ffmpeg', play: killFfmpeg },
  { name: 'stop-ffmpeg', play: stopFfmpeg },
  { name: 'starve-ffmpeg', play: starveFfmpeg },
  { name: 'deaf-ffmpeg', play: deafFfmpeg },
];
