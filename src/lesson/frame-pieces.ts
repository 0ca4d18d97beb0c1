import { stillSegment } from './footage.js';
import type { FrameClock } from './frame-clock.js';
import type { PlannedExpression, RenderGroup, Segment, Still } from './plan-types.js';

/** Milliseconds that a title and an end card stand: long enough to read so many expressions, within bounds. */
const TITLE_MS = { least: 4_000, most: 8_000, base: 2_000, each: 300 };
const END_MS = { least: 5_000, most: 8_000, base: 2_000, each: 500 };

/** What a lesson begins and ends with. */
export interface FramePieces {
  title: Segment;
  /** One after the other. */
  ends: Segment[];
  stills: { title: Still; ends: Still[] };
  group: RenderGroup;
}

/**
 * Plans the title, and the end cards that list what was learned: as many as it takes for every expression to be read
 * with its translation (its meaning, where there is none), with about as many on each. Pure.
 */
export function framePieces(
  input: { episodeName: string; level: string; endCardItems: number },
  expressions: readonly PlannedExpression[],
  clock: FrameClock,
): FramePieces {
  const pages = evenPages(expressions, input.endCardItems);
  const titleStill: Still = {
    id: 'title',
    content: {
      kind: 'title',
      title: input.episodeName,
      level: input.level,
      headwords: expressions.map(({ headword }) => headword),
    },
  };
  const endStills = pages.map(
    (page, position): Still => ({
      id: pages.length === 1 ? 'end' : `end-${position + 1}`,
      content: {
        kind: 'end',
        page: { number: position + 1, of: pages.length },
        items: page.map(({ headword, translation, meaning }) => ({
          headword,
          gloss: translation ?? meaning,
        })),
      },
    }),
  );
  const segment = (kind: 'title' | 'end', id: string, label: string, ms: number): Segment => ({
    id,
    kind,
    label,
    expressions: [],
    ...stillSegment(id, clock.framesLasting(ms), clock),
    captions: [],
  });
  const title = segment('title', titleStill.id, 'Title', standingMs(TITLE_MS, expressions.length));
  const ends = endStills.map(({ id }, position) =>
    segment('end', id, 'What you learned', standingMs(END_MS, pages[position]?.length ?? 0)),
  );
  const segments = [title, ...ends];
  const group: RenderGroup = {
    id: 'frame',
    label: 'Title and end',
    segments: segments.map(({ id }) => id),
    frames: segments.reduce((sum, { frames }) => sum + frames, 0),
  };
  return { title, ends, stills: { title: titleStill, ends: endStills }, group };
}

function standingMs({ least, most, base, each }: typeof TITLE_MS, expressions: number): number {
  return Math.min(most, Math.max(least, base + each * expressions));
}

/** As few pages as hold the items, in order, none with more than one item more than another. */
function evenPages<T>(items: readonly T[], most: number): T[][] {
  const pages = Math.max(1, Math.ceil(items.length / most));
  const startOf = (page: number): number => Math.round((page * items.length) / pages);
  return Array.from({ length: pages }, (_, page) => items.slice(startOf(page), startOf(page + 1)));
}
