import { assDocument } from './document.js';
import { assTime, colour, px, roundedBox } from './markup.js';

const STYLE =
  'Style: bar,Noto Sans,20,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1';

/** A day: no pause is longer, and ASS is not made for more. */
const MAX_MS = 24 * 60 * 60_000;

/** A bar in a picture, in pixels from the top left, with round ends. */
export interface TimeBar {
  x: number;
  y: number;
  width: number;
  height: number;
  /** `#rrggbb` */
  colour: string;
}

/**
 * An ASS script of a bar that runs down to nothing, from right to left, evenly over `lengthMs`: the bar moves out of
 * its place at the left, and only what is within its place is seen, so that both its ends stay round. It holds no text.
 *
 * @param picture in pixels
 * @param lengthMs at most a day
 * @throws RangeError for a length that is none
 */
export function timeBarToAss(
  bar: TimeBar,
  picture: { width: number; height: number },
  lengthMs: number,
): string {
  if (!(lengthMs >= 0 && lengthMs <= MAX_MS)) throw new RangeError(`a bar cannot run for ${lengthMs} ms`);
  const { x, y, width, height } = bar;
  const shape = roundedBox(width, height, height / 2);
  const move = `\\move(${[x, y, x - width, y].map(px).join(',')},0,${Math.round(lengthMs)})`;
  const clip = `\\clip(${roundedBox(width, height, height / 2, { x, y })})`;
  const tags = `\\an7${move}${clip}\\bord0\\shad0\\1c${colour(bar.colour)}\\p1`;
  const span = `${assTime(0)},${assTime(Math.ceil(lengthMs / 10))}`;
  return assDocument(picture, [STYLE], [`Dialogue: 0,${span},bar,,0,0,0,,{${tags}}${shape}{\\p0}`]);
}
