import {
  type Extent,
  type Hull,
  lengthOf,
  MAX_PLANNED_MS,
  sceneExtent,
  type Timeline,
  unionOf,
} from './scene-extent.js';

/** A stretch of the episode and the lines in it, by their place in the list that was given. */
export interface Scene extends Extent {
  lines: number[];
  /** When the first of its lines begins: nothing may push the scene's start past it. */
  hullStartMs: number;
  /** When the last of them ends. */
  hullEndMs: number;
}

interface Group {
  hull: Hull;
  lines: number[];
}

/**
 * The scenes of some lines, in order of time. `lines` is sorted by start.
 *
 * Lines share a scene when one of them lies in the scene of the other, or when their scenes overlap and the two
 * together stay within twenty seconds. Scenes that overlap and cannot be merged are kept from showing the same
 * picture twice: a scene ends before the next scene's first line, and begins where the one before it ended (what was
 * just shown as a reaction needs no showing again as a setup), unless that would leave less than six seconds.
 */
export function scenesOf(lines: readonly Hull[], timeline: Timeline): Scene[] {
  const groups = groupLines(lines, timeline);
  const scenes: Scene[] = [];
  for (const [position, { hull, lines: members }] of groups.entries()) {
    const within = {
      startMs: scenes.at(-1)?.endMs ?? 0,
      endMs: groups[position + 1]?.hull.startMs ?? timeline.durationMs,
    };
    scenes.push({
      ...sceneExtent(hull, timeline, within),
      lines: members,
      hullStartMs: hull.startMs,
      hullEndMs: hull.endMs,
    });
  }
  return scenes;
}

function groupLines(lines: readonly Hull[], timeline: Timeline): Group[] {
  const groups: Group[] = [];
  for (const [position, line] of lines.entries()) {
    const last = groups.at(-1);
    const hull = last && unionOf(last.hull, line);
    if (last && hull && shareScene(last.hull, line, hull, timeline)) {
      last.hull = hull;
      last.lines.push(position);
    } else {
      groups.push({ hull: { ...line }, lines: [position] });
    }
  }
  return groups;
}

function shareScene(a: Hull, b: Hull, both: Hull, timeline: Timeline): boolean {
  if (lengthOf(both) > MAX_PLANNED_MS) return false;
  const anywhere = { startMs: 0, endMs: timeline.durationMs };
  const sceneA = sceneExtent(a, timeline, anywhere);
  const sceneB = sceneExtent(b, timeline, anywhere);
  if (contains(sceneA, b) || contains(sceneB, a)) return true;
  const union = {
    startMs: Math.min(sceneA.startMs, sceneB.startMs),
    endMs: Math.max(sceneA.endMs, sceneB.endMs),
  };
  return sceneB.startMs < sceneA.endMs && lengthOf(union) <= MAX_PLANNED_MS;
}

function contains(outer: Extent, inner: Extent): boolean {
  return outer.startMs <= inner.startMs && inner.endMs <= outer.endMs;
}
