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
/** A break between sentences tells when they are said. */
const SENTENCE_END = /[.!?…。！？؟]["'”’」』)]*$/u;

/**
 * Breaks a caption into at most two lines that fit `maxWidth` and shrinks it, down to `floor` of `px`, until
 * they do. A text that fits on one line is set on one, unless its writer broke it between speakers or sentences:
 * subtitles are broken for narrow screens, and a line less shows more of the picture. Else the writer's own break is
 * kept where it fits and leaves the lit expression whole; else one line that is a little smaller goes before two of
 * like length, broken at a good place. What does not fit at the floor
 * takes a third line (up to `mostLines`); what is longer still is cut with an ellipsis.
 *
 * @param widthAt width in pixels of a piece at an em of 1 px.
 */
export function fitLines(
  written: LitText[],
  options: {
    px: number;
    floor: number;
    maxWidth: number;
    mostLines?: number;
    widthAt: (text: LitText) => number;
  },
): FittedText {
  const { maxWidth, widthAt } = options;
  const whole = joinLines(written);
  const turns = written.length === USUAL_LINES && written.every(({ text }) => TURN.test(text));
  const [first, second] = written;
  const tornByWriter = first?.lit.at(-1) === true && second?.lit[0] === true;
  const own =
    written.length === USUAL_LINES && (turns || !tornByWriter)
      ? Math.max(...written.map(widthAt))
      : Number.POSITIVE_INFINITY;
  const isMeant = turns || SENTENCE_END.test(first?.text ?? '');
  const wholeWidth = widthAt(whole);
  const two = bestBreak(whole, breakPlaces(whole.text), widthAt);

  const steps = Math.round((1 - options.floor) / SHRINK_STEP);
  const oneLineLimit =
    maxWidth / (options.px * Math.max(options.floor, 1 - STEPS_FOR_ONE_LINE * SHRINK_STEP));
  for (let step = 0; step <= steps; step++) {
    const px = options.px * Math.max(options.floor, 1 - step * SHRINK_STEP);
    const limit = maxWidth / px;
    if (!isMeant && step === 0 && wholeWidth <= limit) return { lines: [whole], px };
    if (own <= limit) return { lines: written, px };
    if (turns && step < steps) continue;
    if (wholeWidth <= limit) return { lines: [whole], px };
    if (two && two.width <= limit && wholeWidth > oneLineLimit) return { lines: two.lines, px };
  }
  const px = options.px * options.floor;
  return {
    lines: evenlyPoured(whole, { limit: maxWidth / px, most: options.mostLines ?? MOST_LINES }, widthAt),
    px,
  };
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
    const torn = isTorn(text, at) ? TORN_EXPRESSION : 0;
    const cost = Math.abs(first - second) / (first + second) + (placeCost + torn) * PLACE_WEIGHT;
    if (best === null || cost < best.cost) best = { lines, width, cost };
  }
  return best;
}

/** Whether a break before `at` parts two words that are lit. */
function isTorn({ text, lit }: LitText, at: number): boolean {
  return lit[text.slice(0, at).trimEnd().length - 1] === true && lit[at] === true;
}

/** The narrowest that a limit is made to even out lines, and how exactly, as shares of it. */
const NARROWEST = 0.5;
const EVENNESS = 0.02;

/** Poured so that the last line is about as long as the others, if nothing has to be cut. */
function evenlyPoured(
  text: LitText,
  { limit, most }: { limit: number; most: number },
  widthAt: (text: LitText) => number,
): LitText[] {
  const isWhole = (lines: LitText[]): boolean => !lines.at(-1)?.text.endsWith('…') || text.text.endsWith('…');
  const poured = pour(text, { limit, most, places: 'good' }, widthAt);
  // Every word counts where there are too many.
  if (!isWhole(poured)) return pour(text, { limit, most, places: 'any' }, widthAt);
  let best = poured;
  let low = limit * NARROWEST;
  let high = limit;
  while (high - low > limit * EVENNESS) {
    const middle = (low + high) / 2;
    const tried = pour(text, { limit: middle, most, places: 'good' }, widthAt);
    if (isWhole(tried) && tried.length === poured.length) {
      best = tried;
      high = middle;
    } else low = middle;
  }
  return best;
}

/** Fills up to `most` lines one after the other; an ellipsis where words are left over. */
function pour(
  text: LitText,
  { limit, most, places }: { limit: number; most: number; places: 'good' | 'any' },
  widthAt: (text: LitText) => number,
): LitText[] {
  const lines: LitText[] = [];
  let rest = text;
  while (rest.text !== '' && lines.length < most) {
    if (widthAt(rest) <= limit) return [...lines, rest];
    const isLast = lines.length === most - 1;
    const fits = (at: number): boolean => {
      const piece = trimEnd(slice(rest, 0, at));
      return widthAt(isLast ? withEllipsis(piece) : piece) <= limit;
    };
    const at =
      (places === 'good' && !isLast ? goodFitting(rest, fits) : lastFitting(breakPlaces(rest.text), fits)) ??
      lastFitting(anyPlaces(rest.text), fits) ??
      rest.text.length;
    const line = trimEnd(slice(rest, 0, at));
    lines.push(isLast ? withEllipsis(line) : line);
    rest = slice(rest, at);
  }
  return lines;
}

/** So much of a full line is given up for a better place to break, as a share of it. */
const GIVEN_UP = 0.3;

/** The best place near the end of a full line: not in the middle of a word where the line can end before it. */
function goodFitting(text: LitText, fits: (at: number) => boolean): number | null {
  const places = breakPlaces(text.text);
  const last = lastFitting(places, fits);
  if (last === null) return null;
  const near = places.filter(({ at }) => at <= last && at >= last * (1 - GIVEN_UP));
  const cost = ({ at, cost }: BreakPlace): number =>
    cost + (isTorn(text, at) ? TORN_EXPRESSION : 0) + (last - at) / last;
  return near.reduce((best, place) => (cost(place) <= cost(best) ? place : best)).at;
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
