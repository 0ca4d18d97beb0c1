import { resolve } from 'node:path';

/** Pictures above this many pixels are refused: 8K and a little. A hostile header can claim any size. */
export const MAX_PIXELS = 8192 * 4352;

/** The largest single block that ffmpeg may allocate, in bytes. */
const MAX_ALLOC = 1 << 30;

/**
 * Options before each `-i`. ffmpeg's protocol whitelist alone does not keep the DASH demuxer from the
 * network, so the demuxer is named as well.
 *
 * @param formatWhitelist demuxer names, separated by commas.
 * @param content whether pictures will be decoded from it; only then does ffmpeg know what to do with a bound.
 */
export function guardOptions(
  formatWhitelist: string,
  content: 'pictures' | 'no picture' = 'pictures',
): string[] {
  const pixels = content === 'pictures' ? ['-max_pixels', String(MAX_PIXELS)] : [];
  return ['-protocol_whitelist', 'file,pipe', '-format_whitelist', formatWhitelist, ...pixels];
}

/** Options of the process as a whole: never reads the terminal, bounds each allocation. */
export const GLOBAL_OPTIONS: readonly string[] = [
  '-nostdin',
  '-hide_banner',
  '-max_alloc',
  String(MAX_ALLOC),
];

/** A path as ffmpeg takes it literally: no protocol, option or pattern can be read into it. */
export function fileUrl(path: string): string {
  return `file:${resolve(path)}`;
}
