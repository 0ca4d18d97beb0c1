import type { Cue } from '../shared/cue.js';
import { sceneCaptions, standingCaptions } from './captions.js';
import { fileSlug, numbered } from './file-slug.js';
import { episodeSegment, extentOf, type Footage } from './footage.js';
import type { FrameClock } from './frame-clock.js';
import type { Hearing } from './hearing.js';
import { litInTranslation } from './lit-in-translation.js';
import type {
  Inset,
  LessonFormat,
  PlannedExpression,
  RenderGroup,
  Segment,
  ShortsLook,
  ShortsPlan,
} from './plan-types.js';
import { litIn } from './scene-piece.js';

/**
 * Plans a short for each expression: its scene, upright, over its own blurred copy; above it the expression and its
 * translation (its meaning, where there is none), below it what is said, in time. A scene lasts 20 s at most, which is
 * well below the 60 s that the apps take. Pure.
 *
 * @param input.video the episode's picture as it is displayed
 * @param input.footageOf the stretch of an expression's scene, by its position
 */
export function shortsPlan(input: {
  expressions: readonly PlannedExpression[];
  cues: readonly Cue[];
  translation: readonly Cue[] | null;
  footageOf: (expression: number) => Footage;
  video: { width: number; height: number };
  format: LessonFormat;
  look: ShortsLook;
  clock: FrameClock;
  sound: { isSilent: boolean; hearing: Hearing };
}): { shorts: ShortsPlan; groups: RenderGroup[] } {
  const { expressions, cues, translation, clock } = input;
  const total = expressions.length;
  const format = { ...input.format, ...input.look.size };
  const inset = insetOf(input.video, input.look);
  const segments = expressions.map((expression, position): Segment => {
    const footage = input.footageOf(position);
    const extent = extentOf(footage, clock);
    const gloss = expression.translation ?? expression.meaning;
    return {
      id: `${numbered(position, total)}-short`,
      kind: 'short',
      label: `Short ${position + 1}/${total}: ${expression.headword}`,
      expressions: [position],
      ...episodeSegment(footage, clock, input.sound, inset),
      captions: [
        ...standingCaptions(clock.milliseconds(footage.frames), [
          {
            role: 'headword',
            text: expression.headword,
            lit: [{ start: 0, end: expression.headword.length }],
          },
          { role: 'gloss', text: gloss },
        ]),
        ...sceneCaptions(cues, extent, 'source', (cue) => litIn(cue, [expression])),
        ...sceneCaptions(translation ?? [], extent, 'translation', (cue) =>
          litInTranslation(translation?.[cue]?.text ?? '', [expression]),
        ),
      ],
    };
  });
  return {
    shorts: {
      format,
      segments,
      files: expressions.map(({ headword }, expression) => ({
        expression,
        file: `shorts/${numbered(expression, total)}-${fileSlug(headword)}.mp4`,
        segment: segments[expression]!.id,
      })),
    },
    groups: segments.map(({ id, label, frames }, position) => ({
      id: `short-${numbered(position, total)}`,
      label,
      segments: [id],
      frames,
    })),
  };
}

/** As large as fits, in even pixels, its middle a little above the frame's. */
function insetOf(
  video: { width: number; height: number },
  { size, centre, backdropBrightness }: ShortsLook,
): Inset {
  const scale = Math.min(size.width / video.width, size.height / video.height);
  const even = (pixels: number) => Math.max(2, Math.round(pixels / 2) * 2);
  const width = Math.min(size.width, even(video.width * scale));
  const height = Math.min(size.height, even(video.height * scale));
  const middle = size.height * centre - height / 2;
  const y = Math.min(size.height - height, Math.max(0, Math.round(middle / 2) * 2));
  return { x: Math.round((size.width - width) / 4) * 2, y, width, height, backdropBrightness };
}
