import { resolve } from 'node:path';
import type { LessonFormat, Segment } from '../lesson/plan-types.js';
import { LangflixError } from '../shared/errors.js';
import type { FfmpegCommand, FfmpegInput } from './command.js';
import { type EncoderProfile, segmentEncoding } from './encoder-profile.js';
import { filterValue } from './filter-text.js';
import { fileUrl, guardOptions } from './input-guards.js';
import { insetFilters } from './inset-filters.js';
import { episodePictureFilters, finishedPictureFilters, stillPictureFilters } from './picture-filters.js';
import type { EpisodeProbe } from './probe-types.js';
import { lessonAudio, SOUND_LEAD_US, silenceFilters, soundFilters } from './sound-filters.js';

export interface SegmentInput {
  segment: Segment;
  format: LessonFormat;
  /** The episode; `path` is absolute. */
  source: { path: string; probe: EpisodeProbe };
  /** The segment's captions: the plain name of a file in the folder in which ffmpeg will run; null for none. */
  assFile: string | null;
  /** Folder of the fonts that the captions name, absolute; null for the system's. */
  fontsDir: string | null;
  /** The PNG of a `still` picture, absolute; null when the picture is the episode's. */
  stillPath: string | null;
  /** Absolute. */
  output: string;
  profile: EncoderProfile;
  /** `MediaTools.toneMapping`. */
  toneMapping: boolean;
}

/**
 * How long before its place a picture is read, in microseconds: what is on screen at a time may have come long
 * before it when the frame rate varies.
 */
const PICTURE_LEAD_US = 2_000_000;

/** Read beyond the end, in microseconds, so that the last frame is decoded whatever the rounding. */
const TAIL_US = 500_000;

/**
 * What ffmpeg is to do for one segment: one process, one encode, exactly `segment.frames` frames and
 * `segment.samples` samples. Where the episode ends early its last picture stays and its sound is silent.
 *
 * @throws `Internal` when a still or a caption file does not fit the segment.
 */
export function segmentCommand(input: SegmentInput): FfmpegCommand {
  const { segment, format, source, profile } = input;
  const inputs: FfmpegInput[] = [];
  const chains = [pictureChain(input, inputs), soundChain(input, inputs)];
  return {
    inputs,
    filter: chains.join(';'),
    // No `-frames:v`: ffmpeg 5.1 ends the sound too as soon as it is reached.
    outputOptions: [
      ...['-map', '[picture]', '-map', '[sound]', '-sn', '-dn'],
      ...segmentEncoding(profile, format),
    ],
    output: resolve(source.path) === resolve(input.output) ? refuseOverwrite(input.output) : input.output,
    frames: segment.frames,
  };
}

function pictureChain(input: SegmentInput, inputs: FfmpegInput[]): string {
  const { segment, format, source } = input;
  const { probe } = source;
  const captions = captionFilter(input);
  const number = inputs.length;
  if (segment.picture.type === 'still') {
    if (input.stillPath === null)
      throw new LangflixError('Internal', `Segment ${segment.id} lacks its still`);
    const { num, den } = format.frameRate;
    inputs.push({
      path: fileUrl(input.stillPath),
      // Without `none`, a percent sign in the path would be read as a pattern of numbered pictures.
      options: [
        ...guardOptions('image2'),
        ...['-f', 'image2', '-pattern_type', 'none', '-framerate', `${num}/${den}`],
      ],
    });
    const filters = [...stillPictureFilters(format), ...captions, ...finishedPictureFilters(segment.frames)];
    return `[${number}:v:0]${filters.join(',')}[picture]`;
  }
  const { num, den } = format.frameRate;
  const { inset } = segment.picture;
  const startUs = Math.max(0, segment.picture.startUs);
  const leadUs = Math.min(PICTURE_LEAD_US, startUs);
  const lengthUs = (segment.frames * den * 1e6) / num;
  inputs.push({
    path: fileUrl(source.path),
    options: [
      ...guardOptions(probe.formatWhitelist),
      ...seek(startUs - leadUs, leadUs + lengthUs + TAIL_US),
      ...['-an', '-sn', '-dn', '-threads', String(input.profile.threads)],
    ],
  });
  const filters = [
    ...episodePictureFilters({
      video: probe.video,
      format: inset === undefined ? format : { ...format, width: inset.width, height: inset.height },
      leadUs,
      frames: segment.frames,
      toneMapping: input.toneMapping,
    }),
    ...(inset === undefined ? [] : insetFilters(inset, format)),
    ...captions,
    ...finishedPictureFilters(segment.frames),
  ];
  return `[${number}:${probe.video.index}]${filters.join(',')}[picture]`;
}

function soundChain(input: SegmentInput, inputs: FfmpegInput[]): string {
  const { segment, format, source } = input;
  const track = lessonAudio(source.probe);
  const { sound } = segment;
  if (sound.type === 'silence' || track === null || sound.samples <= 0) {
    return `${silenceFilters(segment.samples, format.sampleRate).join(',')}[sound]`;
  }
  const startUs = Math.max(0, sound.startUs);
  const leadUs = Math.min(SOUND_LEAD_US, startUs);
  const lengthUs = (sound.samples * 1e6) / format.sampleRate;
  const number = inputs.length;
  inputs.push({
    path: fileUrl(source.path),
    options: [
      ...guardOptions(source.probe.formatWhitelist, 'no picture'),
      ...seek(startUs - leadUs, leadUs + lengthUs + TAIL_US),
      ...['-vn', '-sn', '-dn'],
    ],
  });
  const filters = soundFilters({
    track,
    sound,
    leadUs,
    sampleRate: format.sampleRate,
    total: segment.samples,
  });
  return `[${number}:${track.index}]${filters.join(',')}[sound]`;
}

/** Input seek: its cost does not grow with where in the file the piece stands. */
function seek(startUs: number, lengthUs: number): string[] {
  return ['-ss', `${Math.round(startUs)}us`, '-t', `${Math.ceil(lengthUs)}us`];
}

function captionFilter(input: SegmentInput): string[] {
  if (input.assFile === null) return [];
  if (!/^[\w][\w.-]*$/.test(input.assFile)) {
    throw new LangflixError('Internal', `The caption file's name has to be a plain one: ${input.assFile}`);
  }
  const fonts = input.fontsDir === null ? '' : `:fontsdir=${filterValue(resolve(input.fontsDir))}`;
  return [`ass=filename=${input.assFile}${fonts}`];
}

function refuseOverwrite(output: string): never {
  throw new LangflixError('Internal', `The episode itself would be overwritten: ${output}`);
}
