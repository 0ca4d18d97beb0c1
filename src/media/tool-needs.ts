/** The encoders that the builders of this room name. */
export const REQUIRED_ENCODERS = ['libx264', 'aac', 'pcm_s16le', 'webvtt'] as const;

/** The filters that the builders of this room name. */
export const REQUIRED_FILTERS = [
  'adelay',
  'afade',
  'aformat',
  'alimiter',
  'anullsrc',
  'apad',
  'aresample',
  'asetpts',
  'ass',
  'atrim',
  'bwdif',
  'format',
  'fps',
  'pad',
  'pan',
  'scale',
  'setparams',
  'setpts',
  'setsar',
  'tpad',
  'trim',
  'volume',
] as const;

/** Filters for HDR pictures; an ffmpeg without them still works. */
export const TONE_MAP_FILTERS = ['zscale', 'tonemap'] as const;

/** libavutil's major version in ffmpeg 5.0; builds from git have no version number, but they have this. */
const LIBAVUTIL_OF_FFMPEG_5 = 57;

/**
 * Reads the output of `ffmpeg -version` or `ffprobe -version`.
 *
 * @returns null when it is not that output.
 */
export function readVersion(output: string): { version: string; isNewEnough: boolean } | null {
  const version = /^ff(?:mpeg|probe) version (\S+)/.exec(output)?.[1];
  const libavutil = /^libavutil\s+(\d+)\./m.exec(output)?.[1];
  if (version === undefined || libavutil === undefined) return null;
  return { version, isNewEnough: Number(libavutil) >= LIBAVUTIL_OF_FFMPEG_5 };
}

/** Reads the names from the output of `ffmpeg -filters` or `ffmpeg -encoders`: flags, name, description. */
export function readNames(output: string): Set<string> {
  const names = new Set<string>();
  for (const line of output.split(/\r?\n/)) {
    const name = /^ [A-Z.|]{2,6} +([\w-]+) /.exec(line)?.[1];
    if (name !== undefined) names.add(name);
  }
  return names;
}
