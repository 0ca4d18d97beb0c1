import { basename } from 'node:path';
import type { EpisodeProbe, SubtitleStream } from '../media/index.js';
import { extractSubtitleTrack, type MediaTools } from '../media/index.js';
import type { Cue } from '../shared/cue.js';
import { LangflixError } from '../shared/errors.js';
import type { ProcessVideoRequest } from '../shared/inputs.js';
import { readRegularFile } from '../storage/index.js';
import {
  checkTracks,
  detectLanguage,
  MAX_SUBTITLE_BYTES,
  readSubtitles,
  type SubtitleTrack,
} from '../subtitles/read/index.js';
import { findSidecar, sidecarNames } from './sidecar.js';

/** The two subtitle tracks of an episode, read and checked. */
export interface Tracks {
  /** Where the English track came from, for a person: a path, or "track 2 in the video". */
  source: string;
  /** Its file; null for a track in the video. */
  file: string | null;
  cues: Cue[];
  translation: Cue[] | null;
  /** The learner's language, ISO 639-1: as asked for, else that of the translation. */
  native: string | null;
  droppedCues: number;
  problems: string[];
  notes: string[];
}

/**
 * Reads the English track (the file that was named, else a file beside the video, else a track inside it) and the
 * translation.
 *
 * @throws LangflixError `UnusableSubtitles` when there is none or it cannot be read, `WrongLanguage` when the first
 *   track is not English or the two are swapped; both name the file and the mend
 */
export async function readTracks(
  request: ProcessVideoRequest,
  probe: EpisodeProbe,
  tools: MediaTools,
  signal?: AbortSignal,
): Promise<Tracks> {
  const { track, source, file } = await readEnglish(request, probe, tools, signal);
  const translation =
    request.translation === null ? null : await readFileTrack(request.translation, request.options.native);

  const problem = checkTracks(
    { name: source, cues: track.cues },
    translation === null ? null : { name: request.translation ?? '', cues: translation.cues },
  );
  if (problem !== null)
    throw new LangflixError('WrongLanguage', problem.message, { hint: mend(problem.kind, request) });

  const native =
    learnersLanguage(request) ?? (translation === null ? null : detectLanguage(translation.cues).language);
  const late = track.cues.filter(({ startMs }) => startMs >= probe.durationMs).length;
  const both = translation === null ? [track] : [track, translation];
  return {
    source,
    file,
    cues: track.cues,
    translation: translation?.cues ?? null,
    native,
    droppedCues: track.problems.length,
    problems: both
      .flatMap(({ problems }) => problems.map(({ line, message }) => `line ${line}: ${message}`))
      .slice(0, 50),
    notes: [
      ...both.flatMap(({ notes }) => notes),
      ...(late > 0
        ? [`${late} of ${track.cues.length} lines come after the video’s end: they are not taught.`]
        : []),
      ...(translation === null && !isTranslatedByModel(request)
        ? ['There is no translation: the lesson is in English alone.']
        : []),
    ],
  };
}

function isTranslatedByModel({ options }: Pick<ProcessVideoRequest, 'options'>): boolean {
  return options.model !== null && learnersLanguage({ options }) !== null;
}

/** The one asked for. What is English already needs no translation into it: every meaning would be told twice. */
function learnersLanguage({ options }: Pick<ProcessVideoRequest, 'options'>): string | null {
  return options.native === 'en' ? null : options.native;
}

async function readEnglish(
  request: ProcessVideoRequest,
  probe: EpisodeProbe,
  tools: MediaTools,
  signal?: AbortSignal,
): Promise<{ track: SubtitleTrack; source: string; file: string | null }> {
  const file = request.subtitles ?? (await findSidecar(request.videoPath));
  if (file !== null) return { track: await readFileTrack(file, 'en'), source: file, file };

  const stream = embeddedEnglish(probe.subtitles);
  if (stream === null) throw noSubtitles(request.videoPath, probe);
  const bytes = await extractSubtitleTrack({
    path: request.videoPath,
    probe,
    streamIndex: stream.index,
    tools,
    ...(signal && { signal }),
  });
  const source = `subtitle track ${probe.subtitles.indexOf(stream) + 1} in ${basename(request.videoPath)}`;
  return { track: readSubtitles(bytes, { name: source, language: 'en' }), source, file: null };
}

/** An English text track, else one whose language the file does not tell; full ones before forced ones. */
function embeddedEnglish(streams: SubtitleStream[]): SubtitleStream | null {
  const text = streams.filter(({ isText }) => isText);
  const english = text.filter(({ language }) => language === 'en' || language === 'eng');
  const unknown = text.filter(({ language }) => language === null || language === 'und');
  const candidates = english.length > 0 ? english : unknown;
  return candidates.find(({ isForced }) => !isForced) ?? candidates[0] ?? null;
}

function noSubtitles(videoPath: string, probe: EpisodeProbe): LangflixError {
  const embedded =
    probe.subtitles.length === 0
      ? 'no subtitle track in the video'
      : `in the video: ${probe.subtitles.map(({ codec, language, isText }) => `${language ?? 'unknown language'} ${codec}${isText ? '' : ' (pictures, not text)'}`).join(', ')}`;
  const tried = [...sidecarNames(videoPath).map((path) => basename(path)), embedded].join('; ');
  return new LangflixError(
    'UnusableSubtitles',
    `${videoPath}: no English subtitles found. Tried: ${tried}.`,
    {
      hint: 'Name the file: --subtitles FILE (SRT or VTT).',
    },
  );
}

async function readFileTrack(path: string, language: string | null): Promise<SubtitleTrack> {
  let bytes: Uint8Array | null;
  try {
    bytes = await readRegularFile(path, MAX_SUBTITLE_BYTES);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new LangflixError(
      'UnusableSubtitles',
      `${path}: ${missing ? 'there is no such file' : 'cannot be read'}`,
      {
        hint: 'Check the path of the subtitle file.',
        cause,
      },
    );
  }
  if (bytes === null) {
    throw new LangflixError('UnusableSubtitles', `${path}: is no file, or too big for subtitles`, {
      hint: 'Is it the right file? Subtitles of a whole film have about 100 kB.',
    });
  }
  return readSubtitles(bytes, { name: path, ...(language !== null && { language }) });
}

function mend(
  kind: 'not-english' | 'swapped' | 'translation-is-english',
  request: ProcessVideoRequest,
): string {
  const english = kind === 'swapped' ? request.translation : (request.subtitles ?? 'ENGLISH.srt');
  const other = kind === 'swapped' ? request.subtitles : (request.translation ?? 'OTHER.srt');
  if (kind === 'swapped') {
    return `Try: langflix process ${quoted(request.videoPath)} --subtitles ${quoted(english ?? '')} --translation ${quoted(other ?? '')}`;
  }
  if (kind === 'translation-is-english')
    return 'Give the subtitles in your language with --translation, or leave it away.';
  return `langflix teaches English. Try: langflix process ${quoted(request.videoPath)} --subtitles ENGLISH.srt --translation ${quoted(request.subtitles ?? 'OTHER.srt')}`;
}

/** As a person would type it in a POSIX shell. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
