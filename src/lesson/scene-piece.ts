import type { Cue } from '../shared/cue.js';
import { sceneCaptions } from './captions.js';
import { numbered } from './file-slug.js';
import { episodeSegment, extentOf, type Footage } from './footage.js';
import type { FrameClock } from './frame-clock.js';

import type { Hearing } from './hearing.js';

import { litInTranslation } from './lit-in-translation.js';

import type { PlannedExpression, Range, RenderGroup, Segment } from './plan-types.js';

/** A scene's one segment, and the group that renders it. */
export interface ScenePiece {
  segments: Segment[];
  group: RenderGroup;
}

/** Plans a scene: the episode as it is, both languages burned in cue by cue, the expressions' words lit. */
export function scenePiece(scene: {
  cues: readonly Cue[];
  translation: readonly Cue[] | null;
  expressions: readonly PlannedExpression[];
  /** Positions of the expressions that share the scene. */
  members: number[];
  footage: Footage;
  position: number;
  total: number;
  clock: FrameClock;
  sound: { isSilent: boolean; hearing: Hearing };
}): ScenePiece {
  const { cues, translation, footage, position, total, clock, members } = scene;
  const taught = members.map((member) => scene.expressions[member]!);
  const extent = extentOf(footage, clock);
  const id = `scene-${numbered(position, total)}`;
  const label = `Scene ${position + 1}/${total}: ${taught.map(({ headword }) => headword).join(', ')}`;
  const segment: Segment = {
    id,
    kind: 'scene',
    label,
    expressions: members,
    ...episodeSegment(footage, clock, scene.sound),
    captions: [
      ...sceneCaptions(cues, extent, 'source', (cue) => litIn(cue, taught)),
      ...sceneCaptions(translation ?? [], extent, 'translation', (cue) =>
        litInTranslation(translation?.[cue]?.text ?? '', taught),
      ),
    ],
  };
  return { segments: [segment], group: { id, label, segments: [id], frames: footage.frames } };
}

/** The words of some expressions in one cue, in order and without overlaps. */
export function litIn(cue: number, expressions: readonly Pick<PlannedExpression, 'spans'>[]): Range[] {
  const ranges = expressions
    .flatMap(({ spans }) => spans)
    .filter((span) => span.cue === cue)
    .map(({ start, end }) => ({ start, end }))
    .sort((a, b) => a.start - b.start);
  const merged: Range[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else merged.push(range);
  }
  return merged;
}
