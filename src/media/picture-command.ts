import type { FfmpegCommand } from './command.js';
import { REPRODUCIBLE } from './encoder-profile.js';
import { fileUrl, guardOptions } from './input-guards.js';

/**
 * Takes one picture out of one of langflix's own `.mp4` files, as a PNG.
 *
 * @param input.path absolute
 * @param input.atMs when it is shown, in milliseconds from the file's start
 * @param input.width of the picture that is wanted, in pixels; its shape stays, but it is no higher than wide
 * @param input.output absolute, `.png`
 */
export function pictureCommand(input: {
  path: string;
  atMs: number;
  width: number;
  output: string;
}): FfmpegCommand {
  return {
    inputs: [
      {
        path: fileUrl(input.path),
        options: [...guardOptions('mov'), '-ss', `${Math.round(input.atMs)}ms`, '-an', '-sn', '-dn'],
      },
    ],
    filter: `[0:v:0]scale=${input.width}:${input.width}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=area,format=rgb24[picture]`,
    outputOptions: [
      ...['-map', '[picture]', '-frames:v', '1', '-c:v', 'png', ...REPRODUCIBLE],
      // `update`: the name is one file's, a percent sign in it no pattern of numbered ones.
      ...['-f', 'image2', '-update', '1'],
    ],
    output: input.output,
    frames: 1,
  };
}
