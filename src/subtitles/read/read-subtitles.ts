import type { Cue } from '../../shared/cue.js';
import { LangflixError } from '../../shared/errors.js';
import { decodeSubtitles } from './decode.js';
import { recogniseFormat, refuseBinary, refuseGarbage } from './format.js';
import type { Problem } from './raw-cue.js';
import { readSrt } from './srt.js';
import { tidyCues } from './tidy.js';
import { readVtt } from './vtt.js';

/** A longer subtitle file is none: a film's has about 100 kB. */
export const MAX_SUBTITLE_BYTES = 10 * 1024 * 1024;
/** A film has about 2,000. */
export const MAX_CUES = 50_000;
/** Six for each cue, where files have three or four. */
const MAX_LINES = 6 * MAX_CUES;
/** So many are listed one by one; the rest is counted. */
const MAX_PROBLEMS = 200;

export interface SubtitleTrack {
  format: 'srt' | 'vtt';
  /** Lower case, as iconv-lite names it. */
  encoding: string;
  encodingGuessed: boolean;
  /** In order of time, `index` from 0; never empty. */
  cues: Cue[];
  /** What was wrong, by line of the file (1-based). At most 200. */
  problems: Problem[];
  /** What was dropped, mended or guessed on the whole. */
  notes: string[];
}

/**
 * Reads a subtitle file. Format and encoding are told by content; a bad cue is reported and costs only
 * itself. Time is linear in the size.
 *
 * @param options.name for messages: the path, or "track 2 in the video". @param options.language ISO 639-1,
 * a hint for the encoding. @param options.encoding what the user says it is.
 * @throws LangflixError `UnusableSubtitles`: empty, too big, binary, another format, no cue at all;
 * `InvalidInput`: unknown `encoding`.
 */
export function readSubtitles(
  bytes: Uint8Array,
  options: { name: string; language?: string; encoding?: string },
): SubtitleTrack {
  const { name } = options;
  if (bytes.length === 0) {
    throw new LangflixError('UnusableSubtitles', `${name}: the file is empty.`, {
      hint: 'Give an SRT or WebVTT file with --subtitles FILE.',
    });
  }
  if (bytes.length > MAX_SUBTITLE_BYTES) {
    throw new LangflixError('UnusableSubtitles', `${name}: too big for subtitles (${bytes.length} bytes).`, {
      hint: 'Is it the right file? Subtitles of a whole film have about 100 kB.',
    });
  }
  refuseBinary(bytes, name);
  const decoded = decodeSubtitles(bytes, options);
  refuseEndless(decoded.text, name);
  refuseGarbage(decoded.text, name);
  const format = recogniseFormat(decoded.text, name);
  const raw = format === 'vtt' ? readVtt(decoded.text) : readSrt(decoded.text);
  if (raw.cues.length > MAX_CUES) throw endless(name, `${MAX_CUES} cues`);
  const { cues, problems, notes } = tidyCues(raw, format);
  if (cues.length === 0) throw noCues(name, decoded.text, problems, notes);

  if (decoded.guessed) notes.unshift(`encoding guessed: ${decoded.encoding}`);
  notes.push(...decoded.notes);
  if (problems.length > MAX_PROBLEMS)
    notes.push(`${problems.length - MAX_PROBLEMS} more problems not listed`);
  return {
    format,
    encoding: decoded.encoding,
    encodingGuessed: decoded.guessed,
    cues,
    problems: problems.slice(0, MAX_PROBLEMS),
    notes,
  };
}

/**
 * Ten million bytes may hold a million cues: taken apart, they would be a hundred times as big. Counting costs nothing.
 */
function refuseEndless(text: string, name: string): void {
  if (isThereMoreOften(text, '-->', MAX_CUES)) throw endless(name, `${MAX_CUES} cues`);
  if (isThereMoreOften(text, '\n', MAX_LINES) || isThereMoreOften(text, '\r', MAX_LINES))
    throw endless(name, `${MAX_LINES} lines`);
}

function isThereMoreOften(text: string, wanted: string, most: number): boolean {
  let found = 0;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    found += 1;
    if (found > most) return true;
  }
  return false;
}

function endless(name: string, most: string): LangflixError {
  return new LangflixError('UnusableSubtitles', `${name}: more than ${most}, as no episode has.`, {
    hint: 'Is it the right file? Subtitles of a whole film have about 2,000 cues.',
  });
}

function noCues(name: string, text: string, problems: Problem[], notes: string[]): LangflixError {
  const first = problems[0];
  const why =
    text.trim() === ''
      ? 'the file is empty'
      : first
        ? `no usable cue; line ${first.line}: ${first.message}`
        : notes.length > 0
          ? `no usable cue; ${notes.join(', ')}`
          : 'no cue in it';
  return new LangflixError('UnusableSubtitles', `${name}: ${why}.`, {
    hint: 'langflix reads SRT ("00:00:01,000 --> 00:00:02,500" above each text) and WebVTT.',
  });
}
