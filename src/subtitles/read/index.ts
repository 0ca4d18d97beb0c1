// Reading knows languages by n-grams that take some 80 MB: whoever only sets text does without it.
export { checkTracks, languageName, type TrackProblem } from '../language/check-tracks.js';
export { type DetectedLanguage, detectLanguage } from '../language/detect.js';
export type { Problem } from './raw-cue.js';
export { MAX_CUES, MAX_SUBTITLE_BYTES, readSubtitles, type SubtitleTrack } from './read-subtitles.js';
