import { z } from 'zod';
import type { LessonPlan, Segment } from '../lesson/plan-types.js';

/** No lesson has more: 50 expressions of five pieces each, title and end. */
export const MOST_SEGMENTS = 500;
/** Longer than any lesson. */
const moment = z
  .number()
  .min(0)
  .max(100 * 3_600_000);

/** A piece of the lesson, as a manifest lists it. Times are of the lesson, in milliseconds. */
export const listedSegmentSchema = z.looseObject({
  kind: z.enum(['title', 'scene', 'focus', 'pause', 'slide', 'end']),
  /** For a person: "Line with meaning". */
  label: z.string(),
  startMs: moment,
  endMs: moment,
  /** A moment that shows what it is about: of a scene, when the expression is heard. */
  pictureMs: moment,
  /** Title of the chapter that it belongs to. */
  chapter: z.string(),
});
export type ListedSegment = z.infer<typeof listedSegmentSchema>;

/** The pieces of a lesson in the order in which they are shown. Pure. */
export function segmentList(
  plan: Pick<LessonPlan, 'segments' | 'sequence' | 'chapters' | 'format'>,
): ListedSegment[] {
  const { num, den } = plan.format.frameRate;
  const ms = (frames: number) => Math.round((frames * den * 1000) / num);
  const byId = new Map(plan.segments.map((segment) => [segment.id, segment]));
  const list: ListedSegment[] = [];
  let startFrame = 0;
  for (const id of plan.sequence) {
    const segment = byId.get(id);
    if (segment === undefined || segment.kind === 'short')
      throw new Error(`${id} is no segment of the lesson`);
    const endFrame = startFrame + segment.frames;
    list.push({
      kind: segment.kind,
      label: labelOf(segment),
      startMs: ms(startFrame),
      endMs: ms(endFrame),
      pictureMs: ms(startFrame) + tellingMs(segment, ms(segment.frames)),
      chapter: plan.chapters.findLast((chapter) => chapter.startFrame <= startFrame)?.title ?? '',
    });
    startFrame = endFrame;
  }
  return list;
}

const LABELS = { title: 'Title', scene: 'Scene', pause: 'Pause', slide: 'Slide', end: 'End' } as const;

function labelOf({ kind, captions }: Segment): string {
  if (kind === 'focus') return captions.some(({ role }) => role === 'meaning') ? 'Line with meaning' : 'Line';
  return kind === 'short' ? 'Short' : LABELS[kind];
}

/** Milliseconds from the segment's start. */
function tellingMs({ kind, captions }: Segment, lengthMs: number): number {
  const taught = captions.find(({ role, lit }) => role === 'source' && lit.length > 0);
  if (kind === 'scene' && taught !== undefined) return Math.round((taught.startMs + taught.endMs) / 2);
  // A pause's bar has run down by a third.
  return Math.round(kind === 'pause' ? lengthMs / 3 : lengthMs / 2);
}
