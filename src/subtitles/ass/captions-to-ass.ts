import type { Caption } from '../../lesson/plan-types.js';
import type { Rational } from '../../shared/rational.js';
import { directionMark, textDirection } from './direction.js';
import { assDocument } from './document.js';
import { frameTimes, outerTimes } from './frame-times.js';
import { type CaptionSetting, drawnRuns, type PlacedCaption, placeCaptions } from './layout.js';
import { alphaTag, assTime, colour, escapeText, px, roundedBox, styleColour } from './markup.js';
import type { CaptionTheme } from './theme.js';

/** Outline around the letters and roundness of the box, in ems. */
const OUTLINE = 0.035;
const CORNER = 0.22;

const ROLES = ['source', 'translation', 'line', 'meaning', 'gloss', 'headword'] as const;

/**
 * Captions as an ASS script for libass, in the picture's own pixels. Each line is placed by this code, so
 * that libass breaks, moves and substitutes nothing; letters have an outline and a soft box behind them, to
 * be read on any picture. Within a line the order of right-to-left text is libass's, its direction the caption's. The fonts of the theme must be
 * in the filter's `fontsdir`.
 *
 * @param options.width and `height`: the picture, in pixels. @param options.frameRate makes captions begin
 * and end on exact frames; without it, starts are rounded down and ends up to centiseconds.
 * @param options.native the learner's language, by which Chinese characters get their font.
 */
export function captionsToAss(
  captions: Caption[],
  options: CaptionSetting & { frameRate?: Rational },
): string {
  const { width, height, frameRate, theme, native } = options;
  const events = placeCaptions(captions, options).flatMap((placed) => {
    const { startMs, endMs } = placed.caption;
    const times = frameRate ? frameTimes(startMs, endMs, frameRate) : outerTimes(startMs, endMs);
    const span = `${assTime(times.start)},${assTime(times.end)}`;
    return [
      ...(placed.boxed ? [boxEvent(placed, span, theme)] : []),
      ...lineEvents(placed, span, theme, native),
    ];
  });
  const styles = ROLES.map((role) => styleLine(role, theme));
  return assDocument({ width, height }, styles, events);
}

function styleLine(role: Caption['role'], theme: CaptionTheme): string {
  const family = theme.fonts.latin.family.replace(/[,\r\n]/g, ' ');
  const outline = styleColour(theme.colours.outline);
  // Size, outline and place come with each event. Encoding -1: direction of a line by its own letters.
  return `Style: ${role},${family},20,${styleColour(theme.colours[role])},${styleColour(theme.colours.lit)},${outline},${outline},0,0,0,0,100,100,0,0,1,0,0,5,0,0,0,-1`;
}

function boxEvent(placed: PlacedCaption, span: string, theme: CaptionTheme): string {
  const { x, y, width, height, px: em, caption } = placed;
  const tags = `\\an7\\pos(${px(x)},${px(y)})\\bord0\\shad0\\blur${px(Math.max(0.6, em * 0.03))}\\1c${colour(theme.colours.box)}\\1a${alphaTag(theme.boxOpacity)}\\p1`;
  return `Dialogue: 0,${span},${caption.role},,0,0,0,,{${tags}}${roundedBox(width, height, em * CORNER)}{\\p0}`;
}

function lineEvents(
  placed: PlacedCaption,
  span: string,
  theme: CaptionTheme,
  native: string | null | undefined,
): string[] {
  const { lines, px: em, lineHeight, caption } = placed;
  const centre = placed.x + placed.width / 2;
  const direction = textDirection(caption.text);
  const padding = (placed.height - lines.length * lineHeight) / 2;
  return lines.map((line, i) => {
    const middle = placed.y + padding + (i + 0.5) * lineHeight;
    const start = `{\\an5\\pos(${px(centre)},${px(middle)})\\q2\\bord${px(em * OUTLINE)}\\shad0}`;
    const text = drawnRuns(line, theme, native).map((run, at) => {
      const family = run.family.replace(/[\\{}(),\r\n]/g, ' ');
      const ink = run.lit ? theme.colours.lit : theme.colours[caption.role];
      const font = `\\fn${family}\\fs${px(em * run.lineHeightPerEm)}\\b${run.lit ? 1 : 0}\\1c${colour(ink)}`;
      const mark = at === 0 ? directionMark(line.text, direction) : '';
      return `{${font}}${mark}${escapeText(run.text)}`;
    });
    return `Dialogue: 1,${span},${caption.role},,0,0,0,,${start}${text.join('')}`;
  });
}
