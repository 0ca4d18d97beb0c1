import type { LessonFormat } from '../lesson/plan-types.js';
import type { FfmpegCommand } from './command.js';
import { deliveryEncoding, type EncoderProfile } from './encoder-profile.js';
import { fileUrl, guardOptions } from './input-guards.js';

/**
 * Joins segments into the lesson: picture copied, sound encoded once, chapters named.
 *
 * @param input.listFile absolute; written from {@link concatList}.
 * @param input.metadataFile absolute; written from {@link chapterMetadata}.
 * @param input.output absolute, `.mp4`.
 * @param input.frames all frames of the lesson, for progress; null when not known.
 */
export function lessonCommand(input: {
  listFile: string;
  metadataFile: string;
  output: string;
  profile: EncoderProfile;
  frames?: number | null;
}): FfmpegCommand {
  return {
    inputs: [
      // `-safe 0` allows absolute paths: the list is written by langflix itself.
      {
        path: fileUrl(input.listFile),
        options: [...guardOptions('concat,mov'), '-f', 'concat', '-safe', '0'],
      },
      {
        path: fileUrl(input.metadataFile),
        options: [...guardOptions('ffmetadata', 'no picture'), '-f', 'ffmetadata'],
      },
    ],
    filter: null,
    outputOptions: [
      ...['-map', '0:v:0', '-map', '0:a:0', '-sn', '-dn', '-map_metadata', '1', '-map_chapters', '1'],
      ...deliveryEncoding(input.profile),
    ],
    output: input.output,
    frames: input.frames ?? null,
  };
}

/**
 * Makes a clip of a scene's finished segment: its picture copied, its sound encoded.
 *
 * @param input.segmentFile absolute.
 * @param input.output absolute, `.mp4`.
 */
export function clipCommand(input: {
  segmentFile: string;
  output: string;
  profile: EncoderProfile;
  frames?: number | null;
}): FfmpegCommand {
  return {
    inputs: [{ path: fileUrl(input.segmentFile), options: guardOptions('mov') }],
    filter: null,
    outputOptions: [
      ...['-map', '0:v:0', '-map', '0:a:0', '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
      ...deliveryEncoding(input.profile),
    ],
    output: input.output,
    frames: input.frames ?? null,
  };
}

/**
 * The list that ffmpeg's concat demuxer reads. Each segment's length is said, for without it lengths are
 * guessed from containers and sound drifts. Lengths are differences of rounded sums: no error adds up.
 *
 * @param entries in order; `path` is absolute or a name beside the list; a repeat is listed again.
 */
export function concatList(entries: { path: string; frames: number }[], format: LessonFormat): string {
  const { num, den } = format.frameRate;
  const lines = ['ffconcat version 1.0'];
  let frames = 0;
  for (const entry of entries) {
    if (/[\r\n\0]/.test(entry.path)) throw new RangeError(`not a file name for a list: ${entry.path}`);
    const startUs = Math.round((frames * den * 1e6) / num);
    frames += entry.frames;
    const lengthUs = Math.round((frames * den * 1e6) / num) - startUs;
    lines.push(`file '${listed(entry.path)}'`, `duration ${(lengthUs / 1e6).toFixed(6)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** A single quote ends the quoted text, stands escaped by itself, and opens it again. */
function listed(path: string): string {
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
  return (isAbsolute ? `file:${path}` : path).replaceAll("'", "'\\''");
}

/**
 * The lesson's title and chapters in ffmpeg's metadata format (https://ffmpeg.org/ffmpeg-formats.html#Metadata-1).
 *
 * @param chapters by their first frames, ascending; each lasts until the next.
 * @param lesson.totalFrames where the last chapter ends.
 */
export function chapterMetadata(
  chapters: { title: string; startFrame: number }[],
  lesson: { format: LessonFormat; totalFrames: number; title: string },
): string {
  const { num, den } = lesson.format.frameRate;
  const lines = [';FFMETADATA1', `title=${metadataText(lesson.title)}`];
  for (const [i, chapter] of chapters.entries()) {
    const end = chapters[i + 1]?.startFrame ?? lesson.totalFrames;
    lines.push('[CHAPTER]', `TIMEBASE=${den}/${num}`, `START=${chapter.startFrame}`, `END=${end}`);
    lines.push(`title=${metadataText(chapter.title)}`);
  }
  return `${lines.join('\n')}\n`;
}

function metadataText(value: string): string {
  const oneLine = value.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
  return oneLine.replace(/[=;#\\]/g, '\\$&');
}
