import { LangflixError } from '../shared/errors.js';
import { languageCode } from '../shared/language-code.js';
import type { AudioStream, EpisodeProbe } from './probe-types.js';

/** Which of several audio tracks: its number in the file, counted from 1, or a language; null: as langflix sees fit. */
export type AudioWish = number | string | null;

/**
 * Puts the track that the lesson is made with first: the one asked for, else the first English one where the file
 * says so, else the default one (commentaries and descriptions last). Of several in the language asked for, the
 * default comes first.
 *
 * @param path for the error.
 * @throws `InvalidInput`, with the list of tracks, when there is no such track.
 */
export function chooseAudio(path: string, probe: EpisodeProbe, wish: AudioWish): EpisodeProbe {
  const { audio } = probe;
  const chosen = wish === null ? (audio.find(isIn('en')) ?? audio[0]) : audio.find(isWished(wish));
  if (chosen !== undefined)
    return { ...probe, audio: [chosen, ...audio.filter((track) => track !== chosen)] };
  if (wish === null) return probe;
  const named = typeof wish === 'number' ? `audio track ${wish}` : `audio track in the language “${wish}”`;
  throw new LangflixError('InvalidInput', `${path} has no ${named}. ${trackList(audio)}`, {
    hint:
      audio.length === 0
        ? 'Leave --audio-track away: the lesson is silent.'
        : 'Name one of these by its number: --audio-track N',
  });
}

/** A track for a person: `2 (es, 6 channels, eac3)`. */
export function describeTrack({ number, language, title, channels, codec }: AudioStream): string {
  const sort = channels === 1 ? 'mono' : channels === 2 ? 'stereo' : `${channels} channels`;
  const name = title === null ? [] : [`“${title}”`];
  return `${number} (${[language ?? 'language not named', ...name, sort, codec].join(', ')})`;
}

function trackList(audio: readonly AudioStream[]): string {
  if (audio.length === 0) return 'It has no sound.';
  const inOrder = [...audio].sort((a, b) => a.number - b.number);
  return `It has: ${inOrder.map(describeTrack).join('; ')}.`;
}

function isWished(wish: number | string): (track: AudioStream) => boolean {
  return typeof wish === 'number' ? ({ number }) => number === wish : isIn(wish);
}

function isIn(language: string): (track: AudioStream) => boolean {
  const wanted = languageCode(language);
  return (track) => wanted !== null && track.language !== null && languageCode(track.language) === wanted;
}
