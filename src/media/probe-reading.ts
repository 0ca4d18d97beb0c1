import { LangflixError } from '../shared/errors.js';
import type { Rational } from '../shared/rational.js';
import type { Container } from './container.js';
import type { FfprobeOutput, FfprobeStream } from './ffprobe-schema.js';
import { frameRateOf, parseRational } from './frame-rate.js';
import { MAX_PIXELS } from './input-guards.js';
import type { AudioStream, EpisodeProbe, SubtitleStream, VideoStream } from './probe-types.js';

const MAX_DURATION_S = 24 * 3600;
const MIN_SIDE = 16;
/** Of the longer side to the shorter one; the widest screens have 3.6. A pixel shape in a header can claim any. */
const MAX_SHAPE = 8;
const MAX_STREAMS = 200;

/** Decoders of subtitle text; all others (PGS, VobSub, DVB) are pictures. */
const TEXT_CODECS = new Set(
  'subrip srt ass ssa mov_text webvtt text ttml sami microdvd subviewer subviewer1 jacosub mpl2 pjs realtext stl vplayer'.split(
    ' ',
  ),
);

/**
 * Turns ffprobe's report into what langflix needs: cover pictures dropped, rotation and pixel shape applied.
 *
 * @throws `UnusableVideo` when there is no picture, no duration, or a size that no episode has.
 */
export function readProbe(
  path: string,
  container: Container,
  bytes: number,
  report: FfprobeOutput,
): EpisodeProbe {
  const refuse = (reason: string, hint: string) =>
    new LangflixError('UnusableVideo', `Cannot use the video ${path}: ${reason}`, { hint });
  const { streams } = report;
  if (streams.length > MAX_STREAMS)
    throw refuse(`it has ${streams.length} streams`, 'give an ordinary video file');
  const pictures = streams.filter((s) => s.codec_type === 'video' && !isCover(s));
  const picture = pictures.find((s) => s.disposition.default === 1) ?? pictures[0];
  if (picture === undefined) throw refuse('it has no video stream', 'give a file that has a picture');
  if (picture.codec_name === undefined || picture.codec_name === 'unknown') {
    throw refuse('its video codec is not known to this ffmpeg', 'convert the video to H.264 first');
  }
  const video = readVideo(picture);
  const stored = (picture.width ?? 0) * (picture.height ?? 0);
  if (
    video.width < MIN_SIDE ||
    video.height < MIN_SIDE ||
    stored > MAX_PIXELS ||
    video.width * video.height > MAX_PIXELS
  ) {
    throw refuse(`its picture is ${video.width}x${video.height}`, 'give a video between 16x16 and 8K');
  }
  if (Math.max(video.width / video.height, video.height / video.width) > MAX_SHAPE) {
    throw refuse(
      `its picture is a strip of ${video.width}x${video.height}`,
      'give a video of an ordinary shape, or correct its pixel aspect ratio',
    );
  }
  const seconds = durationOf(picture) ?? Number(report.format?.duration);
  if (!(seconds > 0))
    throw refuse('it has no duration', 'the file may not be complete: copy or download it again');
  if (seconds > MAX_DURATION_S)
    throw refuse(`it says it is ${Math.round(seconds / 3600)} hours long`, 'give one episode or film');
  return {
    ...container,
    bytes,
    durationMs: Math.floor(seconds * 1000),
    video,
    audio: readAudio(streams),
    subtitles: streams.filter((s) => s.codec_type === 'subtitle').map(readSubtitle),
  };
}

function isCover(stream: FfprobeStream): boolean {
  const { disposition } = stream;
  return (
    disposition.attached_pic === 1 || disposition.timed_thumbnails === 1 || disposition.still_image === 1
  );
}

/** Seconds that a stream says it lasts; Matroska writes them into a tag `DURATION` as `00:01:10.542000000`. */
function durationOf(stream: FfprobeStream): number | null {
  const direct = Number(stream.duration);
  if (direct > 0) return direct;
  const tag = /^(\d+):(\d{2}):(\d{2}(?:\.\d+)?)$/.exec(stream.tags.DURATION ?? '');
  if (tag === null) return null;
  const seconds = Number(tag[1]) * 3600 + Number(tag[2]) * 60 + Number(tag[3]);
  return seconds > 0 ? seconds : null;
}

function readVideo(stream: FfprobeStream): VideoStream {
  const isInterlaced = ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? '');
  // ffprobe gives the counter-clockwise angle of the display matrix.
  const turned = stream.side_data_list.find((data) => data.rotation !== undefined)?.rotation ?? 0;
  const rotation = ((Math.round(-turned) % 360) + 360) % 360;
  const shape = pixelShape(parseRational(stream.sample_aspect_ratio));
  const width = Math.round((stream.width ?? 0) * shape);
  const height = stream.height ?? 0;
  const lies = rotation === 90 || rotation === 270;
  const matrix = stream.color_space;
  return {
    index: stream.index,
    codec: stream.codec_name ?? 'unknown',
    width: lies ? height : width,
    height: lies ? width : height,
    ...frameRateOf(parseRational(stream.r_frame_rate), parseRational(stream.avg_frame_rate), isInterlaced),
    isInterlaced,
    isHdr: stream.color_transfer === 'smpte2084' || stream.color_transfer === 'arib-std-b67',
    pixelFormat: stream.pix_fmt ?? 'unknown',
    rotation,
    ...(matrix === undefined || matrix === 'unknown' || matrix === 'reserved' ? {} : { colorMatrix: matrix }),
  };
}

/** Width of a pixel for a height of 1; a ratio within half a percent of square is a rounding error of an encoder. */
function pixelShape(ratio: Rational | null): number {
  if (ratio === null) return 1;
  const shape = ratio.num / ratio.den;
  return Math.abs(shape - 1) < 0.005 ? 1 : shape;
}

function readAudio(streams: FfprobeStream[]): AudioStream[] {
  const rank = (s: FfprobeStream) => {
    const { comment, visual_impaired, hearing_impaired } = s.disposition;
    if (comment === 1 || visual_impaired === 1 || hearing_impaired === 1) return 2;
    return s.disposition.default === 1 ? 0 : 1;
  };
  const tracks = streams.filter((s) => s.codec_type === 'audio');
  return tracks
    .filter((s) => s.codec_name !== undefined && (s.channels ?? 0) > 0)
    .sort((a, b) => rank(a) - rank(b) || a.index - b.index)
    .map((s) => ({
      index: s.index,
      number: tracks.indexOf(s) + 1,
      codec: s.codec_name ?? 'unknown',
      channels: s.channels ?? 0,
      channelLayout: s.channel_layout ?? null,
      language: languageOf(s),
      title: s.tags.title?.trim() || null,
      isDefault: s.disposition.default === 1,
    }));
}

function readSubtitle(stream: FfprobeStream): SubtitleStream {
  const codec = stream.codec_name ?? 'unknown';
  return {
    index: stream.index,
    codec,
    language: languageOf(stream),
    title: stream.tags.title ?? null,
    isText: TEXT_CODECS.has(codec),
    isDefault: stream.disposition.default === 1,
    isForced: stream.disposition.forced === 1,
  };
}

function languageOf(stream: FfprobeStream): string | null {
  const language = stream.tags.language?.trim().toLowerCase();
  return language && language !== 'und' ? language : null;
}
