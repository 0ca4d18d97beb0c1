import { stereoPan } from './downmix.js';
import type { AudioStream, EpisodeProbe } from './probe-types.js';

/** Milliseconds over which sound comes and goes where it is cut, so that no click is heard. */
const FADE_MS = 8;

/**
 * How long before its place sound is read, in microseconds: a decoder that starts in mid-stream needs some packets
 * until it is right (Opus 80 ms, AAC two packets of 21 ms).
 */
export const SOUND_LEAD_US = 200_000;

/**
 * Peaks are held below this, in dBFS of the oversampled signal. The lesson may not exceed -1.5 dBTP; encoding it as
 * AAC raises peaks by up to 1.4 dB (measured on film sound, 160 kbit/s).
 */
const CEILING_DB = -3;
/** The limiter looks so far ahead, and its output is late by as much. */
const LIMITER_MS = 5;
/** Peaks between samples are seen at twice the rate to within 0.7 dB (ITU-R BS.1770-4, Annex 2); four times costs double. */
const OVERSAMPLING = 2;

/**
 * The track that the lesson uses, which `chooseAudio` has put first.
 *
 * @returns null for a silent episode.
 */
export function lessonAudio(probe: Pick<EpisodeProbe, 'audio'>): AudioStream | null {
  return probe.audio[0] ?? null;
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
 * Filters from a decoded stretch of the episode's sound to so many samples of stereo, as loud as they are.
 *
 * @param input.leadUs how long before the wanted sound the stretch begins, in microseconds.
 */
export function stretchFilters(input: {
  track: AudioStream;
  leadUs: number;
  sampleRate: number;
  samples: number;
}): string[] {
  const lead = Math.round((input.leadUs * input.sampleRate) / 1e6);
  return [...stereo(input.track, input.sampleRate), ...cut(lead, input.samples)];
}

/**
 * Filters from a decoded stretch of the episode's sound to a segment's: stereo, at the lesson's loudness, cut to the
 * sample, faded at its edges, put at its place, silence around it.
 *
 * @param input.leadUs how long before the wanted sound the stretch begins, in microseconds.
 * @param input.total samples of the whole segment.
 */
export function soundFilters(input: {
  track: AudioStream;
  sound: { delaySamples: number; samples: number; gainDb: number };
  leadUs: number;
  sampleRate: number;
  total: number;
}): string[] {
  const { track, sound, sampleRate, total } = input;
  const delay = Math.max(0, sound.delaySamples);
  const length = Math.min(sound.samples, total - delay);
  if (length <= 0) return [`atrim=end_sample=0`, ...finished(total)];
  const lead = Math.round((input.leadUs * sampleRate) / 1e6);
  const late = (LIMITER_MS * sampleRate) / 1000;
  const fade = Math.min(Math.round((FADE_MS * sampleRate) / 1000), Math.floor(length / 2));
  return [
    ...stereo(track, sampleRate),
    ...amplified(sound.gainDb, sampleRate),
    ...cut(lead + late, length),
    `afade=t=in:start_sample=0:nb_samples=${fade}`,
    `afade=t=out:start_sample=${length - fade}:nb_samples=${fade}`,
    ...(delay > 0 ? [`adelay=delays=${delay}S:all=1`] : []),
    ...finished(total),
  ];
}

/** Silence where a track begins late or has a hole of more than a tenth of a second; never stretched. */
function stereo(track: AudioStream, sampleRate: number): string[] {
  return [`aresample=${sampleRate}:async=1:first_pts=0`, stereoPan(track.channels, track.channelLayout)];
}

/**
 * The gain, and a limiter for what would become too loud by it. The limiter works on an oversampled signal, so that it
 * sees the peaks between the samples; its delay is cut off afterwards (`latency` would, but not in ffmpeg 5.0).
 */
function amplified(gainDb: number, sampleRate: number): string[] {
  const ceiling = (10 ** (CEILING_DB / 20)).toFixed(4);
  return [
    `volume=${gainDb}dB`,
    `aresample=${sampleRate * OVERSAMPLING}`,
    `alimiter=limit=${ceiling}:attack=${LIMITER_MS}:release=50:level=0`,
    `aresample=${sampleRate}`,
  ];
}

function cut(start: number, samples: number): string[] {
  return [
    `apad=whole_len=${start + samples}`,
    `atrim=start_sample=${start}:end_sample=${start + samples}`,
    'asetpts=PTS-STARTPTS',
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
