import { createHash } from 'node:crypto';
import type { LessonFormat, Segment } from '../lesson/index.js';
import type { EncoderProfile, MediaTools } from '../media/index.js';
import { PIPELINE_VERSION } from '../shared/names.js';

/** All that determines a segment's bytes; two segments with the same hash are the same file. */
export interface SegmentIngredients {
  segment: Segment;
  format: LessonFormat;
  /** Of the video: see `identifyRequest`. */
  episode: string;
  /** ffmpeg's index of the episode's audio track that is heard; null when the episode is silent. */
  audioStream: number | null;
  /** The script burned in, or null. */
  ass: string | null;
  /** SHA-256 of the still's PNG, or null. */
  still: string | null;
  fonts: string;
  profile: EncoderProfile;
  tools: MediaTools;
}

/** A SHA-256 in hex. Place in the plan (id, label, whose expression) does not count: only what is seen and heard. */
export function segmentHash({
  segment,
  format,
  episode,
  audioStream,
  ass,
  still,
  fonts,
  profile,
  tools,
}: SegmentIngredients): string {
  const usesEpisode = segment.picture.type === 'episode' || segment.sound.type === 'episode';
  const ingredients = {
    pipeline: PIPELINE_VERSION,
    format,
    episode: usesEpisode ? episode : null,
    picture: segment.picture.type === 'still' ? { still } : segment.picture,
    sound: segment.sound.type === 'episode' ? { ...segment.sound, audioStream } : segment.sound,
    frames: segment.frames,
    samples: segment.samples,
    ass,
    fonts: ass === null ? null : fonts,
    profile,
    ffmpeg: tools.build,
    toneMapping: tools.toneMapping,
  };
  return createHash('sha256').update(JSON.stringify(ingredients)).digest('hex');
}
