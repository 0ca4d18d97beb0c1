import type { Cue } from '../shared/cue.js';
import type { Caption, Range } from './plan-types.js';
import type { Extent } from './scene-extent.js';

/** Shorter pieces of a neighbouring cue at a scene's edges are a flash that nobody can read. */
const LEAST_PIECE_MS = 400;
/** A caption needs a time that is not zero once rounded; the taught words are shown however short they are. */
const LEAST_SPAN_MS = 2;
/** Overlaps up to this come from sloppy timing: the next text takes over. Longer ones are meant to be seen together. */
const SLOPPY_OVERLAP_MS = 200;

/** More texts at once would stand on top of the picture's edge, one above the other. */
const MOST_AT_ONCE = 6;
/** Five a second in the longest scene: more is damage, or an effect made of texts, and nobody reads it. */
const MOST_IN_SCENE = 100;

/**
 * A scene's captions of one language: each cue at its own time, clipped to the scene and counted from its start.
 * Cues of which only a flash would be seen at an edge are left out.
 *
 * @param litOf the expression's words in the cue at a position of `cues`
 */
export function sceneCaptions(
  cues: readonly Cue[],
  scene: Extent,
  role: 'source' | 'translation',
  litOf: (position: number) => Range[] = () => [],
): Caption[] {
  const lastMs = Math.floor(scene.endMs - scene.startMs);
  const seen = cues
    .map((cue, position) => ({ cue, lit: litOf(position), ...clipped(cue, scene) }))
    .filter(({ cue, lit, startMs, endMs }) => {
      const least = lit.length > 0 ? LEAST_SPAN_MS : LEAST_PIECE_MS;
      return (
        cue.text.trim() !== '' &&
        endMs - startMs >= Math.max(LEAST_SPAN_MS, Math.min(least, cue.endMs - cue.startMs))
      );
    });
  const shown = readable(seen);
  return shown.map(({ cue, lit, startMs, endMs }, order) => {
    const next = shown[order + 1];
    const overlapMs = next ? endMs - next.startMs : 0;
    const isSloppy =
      next && overlapMs > 0 && overlapMs <= SLOPPY_OVERLAP_MS && next.startMs - startMs >= LEAST_PIECE_MS;
    const inScene = (ms: number) => Math.min(lastMs, Math.max(0, Math.round(ms - scene.startMs)));
    return {
      startMs: inScene(startMs),
      endMs: inScene(isSloppy ? next.startMs : endMs),
      role,
      text: cue.text,
      lit,
    };
  });
}

/** Without what is too much to be read; the taught words stay. */
function readable<C extends Extent & { lit: Range[] }>(captions: C[]): C[] {
  const kept: C[] = [];
  let standing: C[] = [];
  for (const caption of captions) {
    standing = standing.filter(({ endMs }) => endMs > caption.startMs);
    const isTooMuch = standing.length >= MOST_AT_ONCE || kept.length >= MOST_IN_SCENE;
    if (isTooMuch && caption.lit.length === 0) continue;
    kept.push(caption);
    standing.push(caption);
  }
  return kept;
}

function clipped(cue: Cue, scene: Extent): Extent {
  return { startMs: Math.max(cue.startMs, scene.startMs), endMs: Math.min(cue.endMs, scene.endMs) };
}

/** Captions that stand through the whole of a segment. `lengthMs` is the segment's, in milliseconds. */
export function standingCaptions(
  lengthMs: number,
  texts: { role: Caption['role']; text: string; lit?: Range[] }[],
): Caption[] {
  return texts.map(({ role, text, lit = [] }) => ({
    startMs: 0,
    endMs: Math.floor(lengthMs),
    role,
    text,
    lit,
  }));
}
