import type { Rational } from '../shared/rational.js';

/** What langflix needs to know of a video file, read once. */
export interface EpisodeProbe {
  /** The demuxer that was allowed for it: `mov`, `matroska`, `mpegts`, ... */
  container: string;
  /** The value for ffmpeg's `-format_whitelist` for this file. */
  formatWhitelist: string;
  bytes: number;
  durationMs: number;
  video: VideoStream;
  /** The lesson's track first (see `chooseAudio`), before that the default one; empty when the video is silent. */
  audio: AudioStream[];
  subtitles: SubtitleStream[];
}

export interface VideoStream {
  /** ffmpeg's absolute stream index. */
  index: number;
  codec: string;
  /** As displayed: rotation and pixel shape applied. */
  width: number;
  height: number;
  frameRate: Rational;
  isVariableRate: boolean;
  isInterlaced: boolean;
  isHdr: boolean;
  pixelFormat: string;
  /** Degrees clockwise. */
  rotation: number;
  /** ffmpeg's name of the colour matrix (`bt709`, `smpte170m`); absent where the file does not say. */
  colorMatrix?: string;
}

export interface AudioStream {
  index: number;
  /** Its place among the file's audio tracks, counted from 1, as players show it. */
  number: number;
  codec: string;
  channels: number;
  channelLayout: string | null;
  /** ISO 639 code as found in the file. */
  language: string | null;
  title: string | null;
  isDefault: boolean;
}

export interface SubtitleStream {
  index: number;
  codec: string;
  language: string | null;
  title: string | null;
  /** False for bitmap tracks (PGS, VobSub), which cannot be read as text. */
  isText: boolean;
  isDefault: boolean;
  isForced: boolean;
}
