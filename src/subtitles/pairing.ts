import type { Cue } from '../shared/cue.js';

/** An overlap that is less than this share of the shorter cue is chance. */
const REAL_OVERLAP = 0.25;
/** Tracks of two hands differ by so much; within it, a cue beside a line that has no translation is its own. */
const NEAR_MS = 500;

/**
 * The translation of each source cue, by time; null where there is none. Both tracks in order of time.
 *
 * The rule: each translation cue belongs to exactly one source cue, the one it overlaps longest (the earlier
 * of two equals); if it overlaps none, to the nearest within half a second that has no other. A source cue
 * that gathers several has them joined by line breaks. So a translation that spans two source cues stands at
 * the one where most of it is heard and is not repeated at the other: that one is null here. For several
 * cues together, see {@link translationFor}.
 */
export function pairTranslation(cues: Cue[], translation: Cue[]): (string | null)[] {
  const texts: string[][] = cues.map(() => []);
  const reach = reachOf(cues);
  const left: Cue[] = [];

  for (const spoken of translation) {
    const at = longestOverlap(cues, reach, spoken);
    if (at === null) left.push(spoken);
    else append(texts[at], spoken.text);
  }
  const paired = texts.map((list) => list.length > 0);
  const starts = cues.map(({ startMs }) => startMs);
  for (const spoken of left) {
    const at = nearest(cues, starts, spoken);
    if (at !== null && !paired[at]) append(texts[at], spoken.text);
  }
  return texts.map((list) => (list.length === 0 ? null : list.join('\n')));
}

/**
 * The translation of an utterance that may be several cues: all translation cues of which the greater part
 * lies within `startMs` to `endMs`, in order, joined by line breaks, a text that repeats the one before it
 * once. Where there is none, but one translation cue spans at least half of the utterance, that one. Null:
 * nothing is known.
 */
export function translationFor(startMs: number, endMs: number, translation: Cue[]): string | null {
  const within: string[] = [];
  let spanning: { overlap: number; text: string } | null = null;
  for (const cue of translation) {
    if (cue.startMs >= endMs) break;
    const overlap = Math.min(endMs, cue.endMs) - Math.max(startMs, cue.startMs);
    if (overlap <= 0) continue;
    const length = cue.endMs - cue.startMs;
    // Of two neighbours that each hold exactly half, the one in which it starts has it.
    if (overlap * 2 > length || (overlap * 2 === length && cue.startMs >= startMs)) append(within, cue.text);
    else if (overlap * 2 >= endMs - startMs && overlap > (spanning?.overlap ?? 0)) {
      spanning = { overlap, text: cue.text };
    }
  }
  return within.length > 0 ? within.join('\n') : (spanning?.text ?? null);
}

/**
 * A text of several lines as one: joined by a blank, or by nothing between two characters of Chinese or
 * Japanese, which have no blanks.
 */
export function oneLine(text: string): string {
  const joined = text.replace(
    /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー、。])\n(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu,
    '',
  );
  return joined.replaceAll('\n', ' ');
}

function append(texts: string[] | undefined, text: string): void {
  if (texts && texts.at(-1) !== text) texts.push(text);
}

/** For each position, the latest end of it and all before it: lets a search start where cues can overlap. */
function reachOf(cues: Cue[]): number[] {
  let latest = Number.NEGATIVE_INFINITY;
  return cues.map((cue) => {
    latest = Math.max(latest, cue.endMs);
    return latest;
  });
}

function longestOverlap(cues: Cue[], reach: number[], spoken: Cue): number | null {
  let at: number | null = null;
  let most = 0;
  for (let i = firstAbove(reach, spoken.startMs); i < cues.length; i++) {
    const cue = cues[i];
    if (!cue || cue.startMs >= spoken.endMs) break;
    const overlap = Math.min(cue.endMs, spoken.endMs) - Math.max(cue.startMs, spoken.startMs);
    const shorter = Math.min(cue.endMs - cue.startMs, spoken.endMs - spoken.startMs);
    if (overlap >= shorter * REAL_OVERLAP && overlap > most) {
      most = overlap;
      at = i;
    }
  }
  return at;
}

/** The nearest by the gap between them. */
function nearest(cues: Cue[], starts: number[], spoken: Cue): number | null {
  const after = firstAbove(starts, spoken.startMs);
  let at: number | null = null;
  let least = NEAR_MS;
  for (const i of [after - 1, after]) {
    const cue = cues[i];
    if (!cue) continue;
    const gap = Math.max(cue.startMs - spoken.endMs, spoken.startMs - cue.endMs);
    // Overlapping by chance only: not its line, however near.
    if (gap >= 0 && gap < least) {
      least = gap;
      at = i;
    }
  }
  return at;
}

/** First position whose value is above `limit`, in values that never fall. */
function firstAbove(values: number[], limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
