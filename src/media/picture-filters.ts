import type { LessonFormat } from '../lesson/plan-types.js';
import type { VideoStream } from './probe-types.js';

/** From this height on, pictures that do not say their colour matrix are taken for BT.709, as players do. */
const HD_HEIGHT = 720;

/** The lesson's colours, said in every frame, so that nothing guesses them later. */
const LESSON_COLOURS = 'setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709';

/**
 * The largest even size with the picture's own shape that fits into the lesson's.
 *
 * @param picture as displayed, in square pixels.
 */
export function fitInto(
  picture: { width: number; height: number },
  frame: { width: number; height: number },
): { width: number; height: number } {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const even = (value: number, limit: number) => Math.min(limit, Math.max(2, Math.round(value / 2) * 2));
  return {
    width: even(picture.width * scale, frame.width),
    height: even(picture.height * scale, frame.height),
  };
}

/**
 * Filters from a decoded stretch of the episode to the lesson's size and rate, beginning at its first frame.
 *
 * @param input.leadUs how long before the segment's start the stretch begins, in microseconds.
 */
export function episodePictureFilters(input: {
  video: VideoStream;
  format: LessonFormat;
  leadUs: number;
  frames: number;
  toneMapping: boolean;
}): string[] {
  const { video, format, leadUs, frames } = input;
  const { num, den } = format.frameRate;
  const size = fitInto(video, format);
  return [
    ...(video.isInterlaced ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
    // What was on screen before the start is held until the next frame comes; what is earlier is dropped.
    `setpts=PTS-${leadUs}/(1000000*TB)`,
    `fps=${num}/${den}:start_time=0`,
    ...colourAndSize(video, size, input.toneMapping),
    ...padInto(size, format),
    `tpad=stop_mode=clone:stop=${frames}`,
  ];
}

/** Filters from a single picture to as many frames as are asked for afterwards. */
export function stillPictureFilters(format: LessonFormat): string[] {
  const { num, den } = format.frameRate;
  return [
    `scale=${format.width}:${format.height}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bicubic:out_color_matrix=bt709:out_range=tv`,
    ...padInto({ width: -1, height: -1 }, format),
    `fps=${num}/${den}:start_time=0`,
    'tpad=stop_mode=clone:stop=-1',
  ];
}

/** Filters that end every picture chain: exactly so many frames, counted from 0. */
export function finishedPictureFilters(frames: number): string[] {
  return [`trim=end_frame=${frames}`, 'setpts=PTS-STARTPTS'];
}

function padInto(size: { width: number; height: number }, format: LessonFormat): string[] {
  const isWhole = size.width === format.width && size.height === format.height;
  const pad = `pad=${format.width}:${format.height}:(ow-iw)/2:(oh-ih)/2:color=black`;
  return ['format=yuv420p', ...(isWhole ? [] : [pad]), 'setsar=1', LESSON_COLOURS];
}

function colourAndSize(
  video: VideoStream,
  size: { width: number; height: number },
  toneMapping: boolean,
): string[] {
  const scale = `scale=${size.width}:${size.height}:flags=bicubic`;
  if (video.isHdr && toneMapping) {
    // Scaled first: the mapping works on floating point and is slow at 4K.
    return [
      scale,
      'zscale=transfer=linear:npl=100:matrixin=2020_ncl:primariesin=2020',
      'format=gbrpf32le',
      'zscale=primaries=709',
      'tonemap=tonemap=hable:desat=0',
      'zscale=transfer=709:matrix=709:range=limited',
    ];
  }
  const matrix = video.colorMatrix === undefined ? `:in_color_matrix=${assumedMatrix(video)}` : '';
  return [`${scale}${matrix}:out_color_matrix=bt709:out_range=tv`];
}

function assumedMatrix(video: VideoStream): string {
  return Math.min(video.width, video.height) >= HD_HEIGHT ? 'bt709' : 'bt601';
}
