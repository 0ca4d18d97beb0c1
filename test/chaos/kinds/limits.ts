import type { Aftermath, Round } from '../round.js';
import type { Kind } from './kind.js';

/** A soft limit that is too short for a step: any step, or an encode that takes its time. */
async function softLimit(round: Round): Promise<Aftermath> {
  const { site, random } = round;
  const heartbeatMs = site.config.heartbeatTimeoutMs;
  const any = random.chance(0.5);
  const softMs = any ? random.whole(1, 400) : random.whole(700, 1500);
  if (!any) await site.ffmpeg.set('slow', random.pick(['segment.mov', 'lesson.mp4']));
  round.strike(`soft limit of ${softMs} ms`);
  const run = await round.start({ limits: { softMs, hardMs: 60_000, heartbeatMs } });
  const may = any ? ['SoftTimeLimitExceeded', 'SUCCESS'] : ['SoftTimeLimitExceeded'];
  return { run, outputDir: round.outputDir, may };
}

/** A hard limit for steps, or for an ffmpeg that does not listen. */
async function hardLimit(round: Round): Promise<Aftermath> {
  const { site, random } = round;
  const heartbeatMs = site.config.heartbeatTimeoutMs;
  const any = random.chance(0.4);
  const hardMs = any ? random.whole(1, 400) : random.whole(1500, 2500);
  const softMs = any ? hardMs : Math.min(hardMs, random.whole(1000, 2500));
  if (!any) await site.ffmpeg.set('deaf', random.pick(['segment.mov', 'lesson.mp4']));
  round.strike(`hard limit of ${hardMs} ms`);
  const run = await round.start({ limits: { softMs, hardMs, heartbeatMs } });
  // Another step than the deaf one may run into it first, and softly.
  const may = any ? ['HardTimeLimitExceeded', 'SUCCESS'] : ['HardTimeLimitExceeded', 'SoftTimeLimitExceeded'];
  return { run, outputDir: round.outputDir, may };
}

export const limitKinds: Kind[] = [
  { name: 'soft-limit', play: softLimit },
  { name: 'hard-limit', play: hardLimit },
];
