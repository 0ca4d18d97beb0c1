import { stat } from 'node:fs/promises';
import { LangflixError } from '../shared/errors.js';
import { capture } from './child-process.js';
import { type Container, sniffContainer } from './container.js';
import { ffprobeOutput } from './ffprobe-schema.js';
import { fileUrl, guardOptions } from './input-guards.js';
import { readProbe } from './probe-reading.js';
import type { EpisodeProbe } from './probe-types.js';
import type { MediaTools } from './tools.js';

const PROBE_TIMEOUT_MS = 60_000;
const MAX_PROBE_BYTES = 8 << 20;

export interface ProbeOptions {
  tools: MediaTools;
  signal?: AbortSignal | undefined;
}

/**
 * Reads what langflix needs to know of a video file.
 *
 * @param path absolute.
 * @throws `UnusableVideo` when the file is none that langflix can make a lesson of; `Transient` when
 *   ffprobe gives no answer within a minute; the signal's reason when aborted.
 */
export async function probeEpisode(path: string, options: ProbeOptions): Promise<EpisodeProbe> {
  const container = await sniffContainer(path);
  const { size } = await stat(path);
  const report = await askFfprobe(path, container, options);
  const probe = readProbe(path, container, size, report);
  if (container.container !== 'matroska') return probe;
  const endMs = await lastPictureMs(path, probe, options);
  return endMs === null || endMs > probe.durationMs * 0.98 ? probe : { ...probe, durationMs: endMs };
}

/**
 * When the last picture of a Matroska or WebM file is, in milliseconds: its header says how long it was to
 * be, which is wrong when a download or a recording broke off.
 *
 * @returns null when that cannot be told.
 */
async function lastPictureMs(
  path: string,
  probe: EpisodeProbe,
  options: ProbeOptions,
): Promise<number | null> {
  const args = [
    ...['-v', 'error', '-hide_banner'],
    ...guardOptions(probe.formatWhitelist),
    // Seeks beyond any end: to the last keyframe, or through the whole file where it has lost its index.
    ...['-read_intervals', '99999%', '-select_streams', String(probe.video.index)],
    ...['-show_entries', 'packet=pts_time', '-of', 'csv=p=0', '-i', fileUrl(path)],
  ];
  const answer = await capture(options.tools.ffprobe, args, {
    setpriv: options.tools.setpriv,
    signal: options.signal,
    timeoutMs: PROBE_TIMEOUT_MS,
    maxBytes: MAX_PROBE_BYTES,
  }).catch(() => null);
  options.signal?.throwIfAborted();
  const times = (answer?.stdout.toString('latin1') ?? '').split('\n').map((line) => Number.parseFloat(line));
  const last = times.filter(Number.isFinite).reduce((a, b) => Math.max(a, b), 0);
  const { num, den } = probe.video.frameRate;
  return last > 0 ? Math.floor((last + den / num) * 1000) : null;
}

async function askFfprobe(path: string, container: Container, options: ProbeOptions) {
  const args = [
    ...['-v', 'error', '-hide_banner'],
    ...guardOptions(container.formatWhitelist),
    ...['-of', 'json', '-show_format', '-show_streams', '-i', fileUrl(path)],
  ];
  const answer = await capture(options.tools.ffprobe, args, {
    setpriv: options.tools.setpriv,
    signal: options.signal,
    timeoutMs: PROBE_TIMEOUT_MS,
    maxBytes: MAX_PROBE_BYTES,
  });
  const damaged = (cause: unknown) =>
    new LangflixError('UnusableVideo', `Cannot read the video ${path}: it is damaged or not complete`, {
      hint: 'play the file from end to end in a video player, or copy or download it again',
      cause,
    });
  if (answer.exitCode !== 0) throw damaged(new Error(answer.stderr.trim()));
  let json: unknown;
  try {
    json = JSON.parse(answer.stdout.toString('utf8'));
  } catch (error) {
    throw damaged(error);
  }
  const read = ffprobeOutput.safeParse(json);
  if (!read.success) throw damaged(read.error);
  return read.data;
}
