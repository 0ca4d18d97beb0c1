import type { LessonFormat } from '../lesson/plan-types.js';
import type { Quality } from '../shared/quality.js';

/**
 * How pictures and sound are encoded: one set for all kinds of segments, because segments are joined by
 * stream copy and every one of them must have the same H.264 parameter sets. All of it is part of a
 * segment's identity: x264's bytes depend on the number of threads too.
 */
export interface EncoderProfile {
  name: Quality;
  preset: string;
  crf: number;
  /** Seconds between forced keyframes, which is how far apart a player can seek. */
  keyframeSeconds: number;
  bFrames: number;
  threads: number;
  /** Of the lesson's AAC, bits per second. */
  audioBitrate: number;
}

/**
 * The profiles of `--quality`. One thread each: two encoders of one thread fill two cores better than one of two
 * (11.5 s against 13.9 s for the same scenes at 720p).
 */
export const encoderProfiles: Readonly<Record<Quality, EncoderProfile>> = {
  draft: {
    name: 'draft',
    preset: 'ultrafast',
    crf: 26,
    keyframeSeconds: 2,
    bFrames: 0,
    threads: 1,
    audioBitrate: 128_000,
  },
  standard: {
    name: 'standard',
    preset: 'veryfast',
    crf: 20,
    keyframeSeconds: 2,
    bFrames: 2,
    threads: 1,
    audioBitrate: 160_000,
  },
  high: {
    name: 'high',
    preset: 'medium',
    crf: 18,
    keyframeSeconds: 2,
    bFrames: 3,
    threads: 1,
    audioBitrate: 192_000,
  },
};

/** What makes ffmpeg's files the same, byte for byte, when they are made again. */
export const REPRODUCIBLE: readonly string[] = [
  '-fflags',
  '+bitexact',
  '-flags:v',
  '+bitexact',
  '-flags:a',
  '+bitexact',
];

/** Output options of a segment: H.264 and PCM in a QuickTime file. */
export function segmentEncoding(profile: EncoderProfile, format: LessonFormat): string[] {
  const { num, den } = format.frameRate;
  const gop = Math.max(1, Math.round((profile.keyframeSeconds * num) / den));
  return [
    ...['-c:v', 'libx264', '-preset', profile.preset, '-crf', String(profile.crf)],
    ...['-profile:v', 'high', '-pix_fmt', 'yuv420p', '-r', `${num}/${den}`],
    ...['-g', String(gop), '-bf', String(profile.bFrames), '-threads:v', String(profile.threads)],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    // Pictures whose chroma lies elsewhere (JPEG's, some phones') would be marked as such in the parameter sets, and not join.
    ...['-x264-params', 'chromaloc=0'],
    ...['-video_track_timescale', String(trackTimescale(num))],
    ...['-c:a', 'pcm_s16le', '-ar', String(format.sampleRate), '-ac', '2'],
    ...['-map_metadata', '-1', '-map_chapters', '-1', ...REPRODUCIBLE],
    ...['-f', 'mov'],
  ];
}

/**
 * Output options of a delivered MP4: picture copied, sound encoded, index in front for streaming. Of the encoder's two
 * searches the fast one takes half the time, and is the better one above 64 kbit/s
 * (https://ffmpeg.org/ffmpeg-codecs.html#aac).
 */
export function deliveryEncoding(profile: EncoderProfile): string[] {
  return [
    ...['-c:v', 'copy', '-c:a', 'aac', '-aac_coder', 'fast', '-b:a', String(profile.audioBitrate)],
    ...['-ar', '48000', '-ac', '2'],
    ...['-movflags', '+faststart', ...REPRODUCIBLE],
    ...['-f', 'mp4'],
  ];
}

/** Ticks per second of the video track: a multiple of the rate's numerator, so that frames fall on ticks. */
function trackTimescale(num: number): number {
  let timescale = num;
  while (timescale < 10_000) timescale *= 10;
  return timescale;
}
