import { LangflixError } from '../shared/errors.js';
import { capture } from './child-process.js';
import { fileUrl, GLOBAL_OPTIONS, guardOptions } from './input-guards.js';
import { LEVEL_STEP_MS, loudnessLevels } from './k-weighting.js';
import type { EpisodeProbe } from './probe-types.js';
import { lessonAudio, SOUND_LEAD_US, stretchFilters } from './sound-filters.js';
import type { MediaTools } from './tools.js';

const SAMPLE_RATE = 48_000;
const BYTES_PER_SAMPLE = 4;
/** A stretch of half a minute takes a fifth of a second; a slow disk or a busy machine, seconds. */
const TIMEOUT_MS = 2 * 60_000;

/**
 * Hears a stretch of the episode as the lesson will have it (its track, downmixed to stereo), by input seek: the cost
 * does not grow with where it stands.
 *
 * @param input.path the video, absolute.
 * @param input.startMs where it begins; whole milliseconds.
 * @param input.lengthMs at most some minutes.
 * @returns its K-weighted loudness, one value for each {@link LEVEL_STEP_MS}; silence beyond the end of the sound;
 *   none at all for a silent episode.
 * @throws `RenderFailed` when ffmpeg cannot decode it; the signal's reason when aborted.
 */
export async function hearStretch(input: {
  path: string;
  probe: EpisodeProbe;
  startMs: number;
  lengthMs: number;
  tools: MediaTools;
  signal?: AbortSignal | undefined;
}): Promise<number[]> {
  const { path, probe, startMs, lengthMs, tools } = input;
  const track = lessonAudio(probe);
  if (track === null) return [];
  const samples = Math.floor(lengthMs / LEVEL_STEP_MS) * LEVEL_STEP_MS * (SAMPLE_RATE / 1000);
  const leadUs = Math.min(SOUND_LEAD_US, startMs * 1000);
  const args = [
    ...GLOBAL_OPTIONS,
    ...['-v', 'error'],
    ...guardOptions(probe.formatWhitelist, 'no picture'),
    ...['-ss', `${startMs * 1000 - leadUs}us`, '-t', `${leadUs + lengthMs * 1000}us`, '-vn', '-sn', '-dn'],
    ...['-i', fileUrl(path), '-map', `0:${track.index}`, '-map_metadata', '-1'],
    ...['-af', stretchFilters({ track, leadUs, sampleRate: SAMPLE_RATE, samples }).join(',')],
    ...['-c:a', 'pcm_s16le', '-f', 's16le', 'pipe:1'],
  ];
  const answer = await capture(tools.ffmpeg, args, {
    setpriv: tools.setpriv,
    signal: input.signal,
    timeoutMs: TIMEOUT_MS,
    maxBytes: (samples + SAMPLE_RATE) * BYTES_PER_SAMPLE,
  });
  if (answer.exitCode !== 0) {
    throw new LangflixError(
      'RenderFailed',
      `The sound of ${path} cannot be read at ${(startMs / 1000).toFixed(1)} s: ${answer.stderr.trim().split('\n').at(-1)}`,
      { hint: 'this part of the episode may be damaged: play it there' },
    );
  }
  const { stdout } = answer;
  // Copied: a Buffer may begin at an odd byte of its memory.
  return loudnessLevels(new Int16Array(new Uint8Array(stdout.subarray(0, stdout.length & ~3)).buffer));
}
