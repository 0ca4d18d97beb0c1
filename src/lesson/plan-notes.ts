import type { EpisodeProbe } from '../media/probe-types.js';
import type { Expression } from '../shared/expression.js';
import { isNearly } from './lesson-format.js';
import { MAX_GAIN_DB } from './loudness.js';
import type { LessonFormat, Segment } from './plan-types.js';

/** What was decided for the learner and may surprise: one sentence each, for the report. */
export function planNotes(
  { probe, translation }: { probe: EpisodeProbe; translation: readonly unknown[] | null },
  format: LessonFormat,
): string[] {
  const { video, audio } = probe;
  const rate = `${format.frameRate.num}/${format.frameRate.den}`;
  return [
    ...(translation === null ? ['There is no translation: the lesson is in English alone.'] : []),
    ...(audio.length === 0 ? ['The episode has no sound: the lesson is silent.'] : []),
    ...(video.width - format.width > 1 || video.height - format.height > 1
      ? [`The picture was scaled from ${video.width}x${video.height} to ${format.width}x${format.height}.`]
      : []),
    ...(video.isVariableRate
      ? [`The episode's frame rate varies: the lesson has a constant one, ${rate} a second.`]
      : !isNearly(video.frameRate, format.frameRate)
        ? [
            `The lesson has ${rate} frames a second; the episode has ${video.frameRate.num}/${video.frameRate.den}.`,
          ]
        : []),
  ];
}

/** Which scenes and lines stay soft, and which audio track is heard where there are several. */
export function soundNotes(segments: readonly Segment[], audio: EpisodeProbe['audio']): string[] {
  const soft = segments.filter(
    ({ kind, sound }) => kind !== 'slide' && sound.type === 'episode' && sound.gainDb >= MAX_GAIN_DB,
  );
  const [track] = audio;
  const language = track?.language == null ? '' : ` (${track.language})`;
  return [
    ...(track !== undefined && audio.length > 1
      ? [`The sound is audio track ${track.number}${language} of ${audio.length}.`]
      : []),
    ...(soft.length > 0
      ? [
          `Nearly silent, so raised by ${MAX_GAIN_DB} dB and no more: ${soft.map(({ label }) => label).join('; ')}.`,
        ]
      : []),
  ];
}

/** Why an expression that was chosen is not in the lesson. */
export function unheardNote({ headword, text }: Pick<Expression, 'headword' | 'text'>): string {
  return `“${headword}” (“${text}”) is left out: its subtitle has no time within the video.`;
}
