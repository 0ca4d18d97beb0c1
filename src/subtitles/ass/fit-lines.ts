import { anyPlaces, type BreakPlace, breakPlaces } from './break-places.js';
import { joinLines, type LitText, slice } from './lit-text.js';

export interface FittedText {
  lines: LitText[];
  /** Em height in pixels. */
  px: number;
}

/** Beyond two lines only when a text does not fit even at its smallest. */
const USUAL_LINES = 2;
const MOST_LINES = 3;
/** How much a bad place to break counts against lines of unequal length, as a share of the width. */
const PLACE_WEIGHT = 0.35;
/** A break within the expression that is lit is as bad as two of those. */
const TORN_EXPRESSION = 2;
const SHRINK_STEP = 0.05;
/** So much smaller one line is still better than two: it covers less of the picture. */
const STEPS_FOR_ONE_LINE = 2;
/** "- Yes?" "- No!": the break tells who speaks. */
const TURN = /^[-–—‐]/;

/**
 * Breaks a caption into at most two lines that fit `maxWidth` and shrinks it, down to `floor` of `px`, until
 * they do. The writer's own break is kept where it fits; else one line where it fits, else two of like
 * length, broken at a good place; one line that is a little smaller goes before two. What does not fit at the floor takes a third line; what is longer still is
 * cut with an ellipsis.
 *
 * @param widthAt width in pixels of a piece at an em of 1 px.
 */
export function fitLines(
  written: LitText[],
  options: { px: number; floor: number; maxWidth: number; widthAt: (text: LitText) => number },
): FittedText {
  const { maxWidth, widthAt } = options;
  const whole = joinLines(written);
  const turns = written.length === USUAL_LINES && written.every(({ text }) => TURN.test(text));
  const own = written.length === USUAL_LINES ? Math.max(...written.map(widthAt)) : Number.POSITIVE_INFINITY;
  const wholeWidth = widthAt(whole);
  const two = bestBreak(whole, breakPlaces(whole.text), widthAt);

  const steps = Math.round((1 - options.floor) / SHRINK_STEP);
  const oneLineLimit =
    maxWidth / (options.px * Math.max(options.floor, 1 - STEPS_FOR_ONE_LINE * SHRINK_STEP));
  for (let step = 0; step <= steps; step++) {
    const px = options.px * Math.max(options.floor, 1 - step * SHRINK_STEP);
    const limit = maxWidth / px;
    if (own <= limit) return { lines: written, px };
    if (turns && step < steps) continue;
    if (wholeWidth <= limit) return { lines: [whole], px };
    if (two && two.width <= limit && wholeWidth > oneLineLimit) return { lines: two.lines, px };
  }
  const px = options.px * options.floor;
  return { lines: evenlyPoured(whole, maxWidth / px, widthAt), px };
}

/** The break with the best sum of place and balance. */
function bestBreak(
  text: LitText,
  places: BreakPlace[],
  widthAt: (text: LitText) => number,
): { lines: LitText[]; width: number } | null {
  let best: { lines: LitText[]; width: number; cost: number } | null = null;
  for (const { at, cost: placeCost } of places) {
    const head = trimEnd(slice(text, 0, at));
    const lines = [head, slice(text, at)];
    const [first = 0, second = 0] = lines.map(widthAt);
    const width = Math.max(first, second);
    const torn = text.lit[head.text.length - 1] === true && text.lit[at] === true ? TORN_EXPRESSION : 0;
    const cost = Math.abs(first - second) / (first + second) + (placeCost + torn) * PLACE_WEIGHT;
    if (best === null || cost < best.cost) best = { lines, width, cost };
  }
  return best;
}

/** The narrowest that a limit is made to even out lines, and how exactly, as shares of it. */
const NARROWEST = 0.5;
const EVENNESS = 0.02;

/** Poured so that the last line is about as long as the others, if nothing has to be cut. */
function evenlyPoured(text: LitText, limit: number, widthAt: (text: LitText) => number): LitText[] {
  const poured = pour(text, limit, widthAt);
  const isWhole = (lines: LitText[]): boolean => !lines.at(-1)?.text.endsWith('…') || text.text.endsWith('…');
  if (!isWhole(poured)) return poured;
  let best = poured;
  let low = limit * NARROWEST;
  let high = limit;
  while (high - low > limit * EVENNESS) {
    const middle = (low + high) / 2;
    const tried = pour(text, middle, widthAt);
    if (isWhole(tried) && tried.length === poured.length) {
      best = tried;
      high = middle;
    } else low = middle;
  }
  return best;
}

/** Fills up to three lines one after the other; an ellipsis where words are left over. */
function pour(text: LitText, limit: number, widthAt: (text: LitText) => number): LitText[] {
  const lines: LitText[] = [];
  let rest = text;
  while (rest.text !== '' && lines.length < MOST_LINES) {
    if (widthAt(rest) <= limit) return [...lines, rest];
    const isLast = lines.length === MOST_LINES - 1;
    const fits = (at: number): boolean => {
      const piece = trimEnd(slice(rest, 0, at));
      return widthAt(isLast ? withEllipsis(piece) : piece) <= limit;
    };
    const at =
      lastFitting(breakPlaces(rest.text), fits) ??
      lastFitting(anyPlaces(rest.text), fits) ??
      rest.text.length;
    const line = trimEnd(slice(rest, 0, at));
    lines.push(isLast ? withEllipsis(line) : line);
    rest = slice(rest, at);
  }
  return lines;
}

/** Widths grow with the offset, so the last place that fits is found by halving. */
function lastFitting(places: BreakPlace[], fits: (at: number) => boolean): number | null {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(places[middle]?.at ?? 0)) low = middle + 1;
    else high = middle;
  }
  return places[low - 1]?.at ?? null;
}

function withEllipsis({ text, lit }: LitText): LitText {
  return { text: `${text}…`, lit: [...lit, false] };
}

function trimEnd(line: LitText): LitText {
  return slice(line, 0, line.text.trimEnd().length);
}
