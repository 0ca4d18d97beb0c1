/** Which way a line runs, and so which edge it begins at. */
export type TextDirection = 'ltr' | 'rtl';

/** Letters of the scripts that run from right to left. */
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * The direction of a text. The bidirectional algorithm of Unicode (UAX #9, rules P2 and P3) takes that of the first
 * letter, and leaves better knowledge to the program: here most letters decide too, since a translation into Arabic
 * or Hebrew may well begin with a name in Latin letters, and an English line may begin with a Hebrew one.
 * A text without letters runs to the right.
 */
export function textDirection(text: string): TextDirection {
  const letters = text.match(/\p{L}/gu) ?? [];
  if (letters.length === 0) return 'ltr';
  const toTheLeft = letters.filter((letter) => RIGHT_TO_LEFT.test(letter)).length / letters.length;
  const first = RIGHT_TO_LEFT.test(letters[0] ?? '');
  return toTheLeft > 0.5 || (first && toTheLeft > 0.25) ? 'rtl' : 'ltr';
}

/**
 * What must stand before a line so that Pango and libass, which go by the first letter, run it in `direction`:
 * U+200F or U+200E, which have no width; nothing where the line holds no letter that runs to the left.
 */
export function directionMark(line: string, direction: TextDirection): string {
  if (direction === 'rtl') return '\u200f';
  return RIGHT_TO_LEFT.test(line) ? '\u200e' : '';
}
