import { stereoPan } from './downmix.js';
import type { AudioStream, EpisodeProbe } from './probe-types.js';

/** Milliseconds over which sound comes and goes where it is cut, so that no click is heard. */
const FADE_MS = 8;

/**
 * The track that the lesson uses: the first English one where a file says so, else the default one.
 *
 * @returns null for a silent episode.
 */
export function lessonAudio(probe: EpisodeProbe): AudioStream | null {
  const english = probe.audio.find((track) => /^en(g|$|-)/.test(track.language ?? ''));
  return english ?? probe.audio[0] ?? null;
}

/** A source of exactly so many samples of silence. */
export function silenceFilters(samples: number, sampleRate: number): string[] {
  return [
    `anullsrc=channel_layout=stereo:sample_rate=${sampleRate}`,
    `atrim=end_sample=${samples}`,
    ...finished(samples),
  ];
}

/**
 * Filters from a decoded stretch of the episode's sound to a segment's: stereo, cut to the sample, faded at
 * its edges, put at its place, silence around it.
 *
 * @param input.leadUs how long before the wanted sound the stretch begins, in microseconds.
 * @param input.total samples of the whole segment.
 */
export function soundFilters(input: {
  track: AudioStream;
  sound: { delaySamples: number; samples: number };
  leadUs: number;
  sampleRate: number;
  total: number;
}): string[] {
  const { track, sound, sampleRate, total } = input;
  const delay = Math.max(0, sound.delaySamples);
  const length = Math.min(sound.samples, total - delay);
  if (length <= 0) return [`atrim=end_sample=0`, ...finished(total)];
  const lead = Math.round((input.leadUs * sampleRate) / 1e6);
  const fade = Math.min(Math.round((FADE_MS * sampleRate) / 1000), Math.floor(length / 2));
  return [
    // Silence where a track begins late or has a hole of more than a tenth of a second; never stretched.
    `aresample=${sampleRate}:async=1:first_pts=0`,
    stereoPan(track.channels, track.channelLayout),
    `apad=whole_len=${lead + length}`,
    `atrim=start_sample=${lead}:end_sample=${lead + length}`,
    'asetpts=PTS-STARTPTS',
    `afade=t=in:start_sample=0:nb_samples=${fade}`,
    `afade=t=out:start_sample=${length - fade}:nb_samples=${fade}`,
    ...(delay > 0 ? [`adelay=delays=${delay}S:all=1`] : []),
    ...finished(total),
  ];
}

function finished(samples: number): string[] {
  return [
    `apad=whole_len=${samples}`,
    `atrim=end_sample=${samples}`,
    'asetpts=N/SR/TB',
    'aformat=sample_fmts=s16:channel_layouts=stereo',
  ];
}
