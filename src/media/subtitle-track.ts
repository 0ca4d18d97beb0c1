import { LangflixError } from '../shared/errors.js';
import { capture } from './child-process.js';
import { fileUrl, GLOBAL_OPTIONS, guardOptions } from './input-guards.js';
import type { EpisodeProbe } from './probe-types.js';
import type { MediaTools } from './tools.js';

/** A whole season's subtitles are below one MiB. */
const MAX_TRACK_BYTES = 16 << 20;

/** The whole file has to be read once; 20 GB from a slow disk take about three minutes. */
const EXTRACT_TIMEOUT_MS = 10 * 60_000;

/**
 * Reads an embedded text track as WebVTT, its times counted from the start of the episode.
 *
 * @param input.path the video, absolute.
 * @param input.streamIndex one of `probe.subtitles[].index`.
 * @throws `UnusableSubtitles` when there is no such track, when it consists of pictures, or when it is
 *   damaged or empty; the signal's reason when aborted.
 */
export async function extractSubtitleTrack(input: {
  path: string;
  probe: EpisodeProbe;
  streamIndex: number;
  tools: MediaTools;
  signal?: AbortSignal | undefined;
}): Promise<Uint8Array> {
  const { path, probe, streamIndex, tools } = input;
  const refuse = (reason: string, cause?: unknown) =>
    new LangflixError('UnusableSubtitles', `Cannot use subtitle track ${streamIndex} of ${path}: ${reason}`, {
      hint: 'give a subtitle file with --subtitles',
      cause,
    });
  const track = probe.subtitles.find((s) => s.index === streamIndex);
  if (track === undefined) throw refuse('there is no such track');
  if (!track.isText) throw refuse(`it holds pictures of text (${track.codec}), which cannot be read as text`);
  const args = [
    ...GLOBAL_OPTIONS,
    ...['-v', 'error'],
    ...guardOptions(probe.formatWhitelist, 'no picture'),
    ...['-vn', '-an', '-dn', '-i', fileUrl(path)],
    ...['-map', `0:${streamIndex}`, '-map_metadata', '-1', '-map_chapters', '-1'],
    ...['-c:s', 'webvtt', '-f', 'webvtt', 'pipe:1'],
  ];
  const answer = await capture(tools.ffmpeg, args, {
    setpriv: tools.setpriv,
    signal: input.signal,
    timeoutMs: EXTRACT_TIMEOUT_MS,
    maxBytes: MAX_TRACK_BYTES,
  });
  if (answer.exitCode !== 0) throw refuse('ffmpeg cannot read it', new Error(answer.stderr.trim()));
  if (!answer.stdout.includes('-->')) throw refuse('it is empty');
  return new Uint8Array(answer.stdout);
}
