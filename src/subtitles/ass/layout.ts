import type { Caption, Inset } from '../../lesson/plan-types.js';
import { type FittedText, fitLines } from './fit-lines.js';
import { fontRuns } from './font-runs.js';
import { type LitText, litLines } from './lit-text.js';
import type { CaptionScript, CaptionTheme, TextMeasure } from './theme.js';

/** A caption with its place in the picture, in pixels from the top left. */
export interface PlacedCaption extends FittedText {
  caption: Caption;
  /** The box behind it, padding included. */
  x: number;
  y: number;
  width: number;
  height: number;
  lineHeight: number;
  /** Whether it needs its box to be read: not on the dimmed ground around an inset picture. */
  boxed: boolean;
}

/**
 * What captions are made for. Width and height in pixels; `inset`: where the picture stands that does not fill them;
 * `native` is the learner's language, where known.
 */
export interface CaptionSetting {
  width: number;
  height: number;
  measure: TextMeasure;
  theme: CaptionTheme;
  native?: string | null;
  inset?: Pick<Inset, 'y' | 'height'> | undefined;
}

/** Text that one font draws in one manner. */
export interface DrawnRun {
  text: string;
  family: string;
  lineHeightPerEm: number;
  lit: boolean;
}

/** Free space around the text within its box, in ems. */
const PADDING = { x: 0.45, y: 0.14 };
/** What explains another text, and which: a long line shrinks, and what it means with it. */
const LED_BY: Partial<Record<Caption['role'], Caption['role']>> = {
  translation: 'source',
  meaning: 'line',
  gloss: 'line',
};
/** Between two boxes, in ems of the lower one's text. */
const GAP = 0.22;
/** Between an inset picture and what stands above and below it, in ems. */
const INSET_GAP = 0.5;

/** Splits a line by font and by whether it is lit. `native`: see {@link fontRuns}. */
export function drawnRuns(line: LitText, theme: CaptionTheme, native?: string | null): DrawnRun[] {
  const covers = (script: CaptionScript, character: string): boolean =>
    theme.fonts[script].covers?.(character) ?? true;
  const runs: DrawnRun[] = [];
  let at = 0;
  for (const { text, script } of fontRuns(line.text, { native, covers })) {
    const { family, lineHeightPerEm } = theme.fonts[script];
    let from = 0;
    for (let i = 1; i <= text.length; i++) {
      if (i < text.length && line.lit[at + i] === line.lit[at + from]) continue;
      runs.push({ text: text.slice(from, i), family, lineHeightPerEm, lit: line.lit[at + from] === true });
      from = i;
    }
    at += text.length;
  }
  return runs;
}

/**
 * Places captions so that none covers another that is seen at the same time, and no gap is left for one
 * that is not there. A scene's captions stand on the bottom margin: the translation, above it the source. A
 * focus segment's line stands on `theme.lineBottom`, so that it does not move between the two focus
 * segments, with meaning and gloss below it; if that reaches over the bottom margin, all of it moves up. What a text
 * means is set no larger than the text.
 * Around an inset picture, the headword and its gloss stand on its upper edge, the source and its translation hang
 * from its lower one; they reach into the picture only where they would reach over a margin.
 */
export function placeCaptions(captions: Caption[], options: CaptionSetting): PlacedCaption[] {
  const { height, theme, inset } = options;
  const first = captions.flatMap((caption) => fitCaption(caption, options));
  const fitted = first.flatMap((block) => {
    const leaders = first.filter(
      ({ caption }) => caption.role === LED_BY[block.caption.role] && overlap(caption, block.caption),
    );
    const mostPx = Math.min(...leaders.map(({ px }) => px));
    return block.px > mostPx ? fitCaption(block.caption, options, mostPx) : [block];
  });
  const ceiling = height * theme.margin.top;
  const floor = height * (1 - theme.margin.bottom);
  if (inset !== undefined) {
    const above = inOrder(fitted, ['gloss', 'headword']);
    pileUp(above, (block) => inset.y - INSET_GAP * block.px);
    moveAll(above, Math.max(0, ...above.map((block) => ceiling - block.y)));
    const below = inOrder(fitted, ['source', 'translation']);
    hangDown(below, (block) => inset.y + inset.height + INSET_GAP * block.px);
    moveAll(below, -overshoot(below, floor));
    for (const block of fitted)
      block.boxed = block.y < inset.y + inset.height && block.y + block.height > inset.y;
    return fitted;
  }
  pileUp(inOrder(fitted, ['translation', 'source']), () => floor);
  const downwards = inOrder(fitted, ['line', 'meaning', 'gloss']);
  hangDown(downwards, (block) => height * theme.lineBottom - block.height);
  moveAll(downwards, -overshoot(downwards, floor));
  return fitted;
}

/** Each on top of those that are seen with it, the first ones with their lower edges at `bottomOf`. */
function pileUp(blocks: PlacedCaption[], bottomOf: (block: PlacedCaption) => number): void {
  for (const [i, block] of blocks.entries()) {
    const below = blocks.slice(0, i).filter((other) => overlap(block.caption, other.caption));
    block.y = Math.min(bottomOf(block), ...below.map((other) => other.y - GAP * other.px)) - block.height;
  }
}

/** Each below those that are seen with it, the first ones with their upper edges at `topOf`. */
function hangDown(blocks: PlacedCaption[], topOf: (block: PlacedCaption) => number): void {
  for (const [i, block] of blocks.entries()) {
    const above = blocks.slice(0, i).filter((other) => overlap(block.caption, other.caption));
    block.y =
      above.length === 0 ? topOf(block) : Math.max(...above.map((o) => o.y + o.height + GAP * block.px));
  }
}

function overshoot(blocks: PlacedCaption[], floor: number): number {
  return Math.max(0, ...blocks.map((block) => block.y + block.height - floor));
}

function moveAll(blocks: PlacedCaption[], by: number): void {
  for (const block of blocks) block.y += by;
}

function fitCaption(
  caption: Caption,
  options: CaptionSetting,
  mostPx = Number.POSITIVE_INFINITY,
): PlacedCaption[] {
  const { width, height, measure, theme, native } = options;
  const written = litLines(caption.text, caption.lit);
  if (written.length === 0) return [];
  // Widths grow in proportion to the em; measured large, rounding within the measure does not matter.
  const widthAt = (line: LitText): number =>
    drawnRuns(line, theme, native).reduce(
      (sum, run) => sum + measure(run.text, { family: run.family, bold: run.lit, px: 100 }) / 100,
      0,
    );
  const text = fitLines(written, {
    px: Math.min(mostPx, Math.max(theme.minPx, theme.baseOf({ width, height }) * theme.sizes[caption.role])),
    floor: theme.shrinkFloors?.[caption.role] ?? theme.shrinkFloor,
    maxWidth: width * (1 - 2 * theme.margin.side),
    ...(theme.mostLines === undefined ? {} : { mostLines: theme.mostLines }),
    widthAt,
  });
  const lineHeight = text.px * theme.lineSpacing;
  const boxWidth = Math.max(...text.lines.map(widthAt)) * text.px + 2 * PADDING.x * text.px;
  return [
    {
      ...text,
      caption,
      lineHeight,
      x: (width - boxWidth) / 2,
      y: 0,
      width: boxWidth,
      height: text.lines.length * lineHeight + 2 * PADDING.y * text.px,
      boxed: true,
    },
  ];
}

function inOrder(blocks: PlacedCaption[], roles: Caption['role'][]): PlacedCaption[] {
  return blocks
    .filter(({ caption }) => roles.includes(caption.role))
    .sort(
      (a, b) =>
        roles.indexOf(a.caption.role) - roles.indexOf(b.caption.role) ||
        a.caption.startMs - b.caption.startMs,
    );
}

function overlap(a: Caption, b: Caption): boolean {
  return a.startMs < b.endMs && b.startMs < a.endMs;
}
