export { type AudioWish, chooseAudio, describeTrack } from './audio-choice.js';
export type { FfmpegCommand, FfmpegInput } from './command.js';
export { type Container, sniffContainer } from './container.js';
export { type EncoderProfile, encoderProfiles } from './encoder-profile.js';
export { ffmpegArguments } from './fluent-adapter.js';
export { hearStretch } from './hear.js';
export { LEVEL_STEP_MS, loudnessLevels } from './k-weighting.js';
export { chapterMetadata, clipCommand, concatList, lessonCommand } from './lesson-command.js';
export { reapOrphans } from './orphans.js';
export { pictureCommand } from './picture-command.js';
export { probeEpisode } from './probe.js';
export type { AudioStream, EpisodeProbe, SubtitleStream, VideoStream } from './probe-types.js';
export { type FfmpegLog, type FfmpegRun, NICENESS, runFfmpeg } from './run-ffmpeg.js';
export { type SegmentInput, segmentCommand } from './segment-command.js';
export { lessonAudio } from './sound-filters.js';
export { extractSubtitleTrack } from './subtitle-track.js';
export {
  checkMediaTools,
  findMediaTools,
  type MediaTools,
  type ToolCheck,
  type ToolOptions,
} from './tools.js';
export { assertJoinable, countDecoded, type VerifyOptions, verifyLesson, verifySegment } from './verify.js';
