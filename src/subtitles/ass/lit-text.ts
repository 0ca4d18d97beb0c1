import type { Range } from '../../lesson/plan-types.js';
import { cleanText } from '../read/plain-text.js';

/** Text with, for each UTF-16 unit, whether it is one of the expression's words. */
export interface LitText {
  text: string;
  lit: boolean[];
}

/**
 * The lines of a caption as they were written, each clean to draw (no controls, blanks collapsed), with
 * `ranges` carried over. Blank lines are dropped.
 */
export function litLines(text: string, ranges: Range[]): LitText[] {
  const marked = new Array<boolean>(text.length).fill(false);
  for (const { start, end } of ranges) marked.fill(true, Math.max(0, start), Math.max(0, end));
  const lines: LitText[] = [];
  for (const match of text.matchAll(/[^\r\n\v\f\u0085\u2028\u2029]+/g)) {
    const line = clean(match[0], marked.slice(match.index, match.index + match[0].length));
    if (line.text !== '') lines.push(line);
  }
  return lines;
}

/** By characters with their marks, so that cleaning (which composes them) does not shift the offsets. */
function clean(text: string, marked: boolean[]): LitText {
  const line: LitText = { text: '', lit: [] };
  let at = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    const isLit = marked[at] === true;
    at += segment.length;
    const isBlank = /^[\s\u00a0]+$/u.test(segment);
    const seen = isBlank ? ' ' : cleanText(segment);
    if (seen === '' || (isBlank && (line.text === '' || line.text.endsWith(' ')))) continue;
    line.text += seen;
    for (let i = 0; i < seen.length; i++) line.lit.push(isLit);
  }
  return line.text.endsWith(' ') ? slice(line, 0, line.text.length - 1) : line;
}

const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Like `String.slice`, with the marks. */
export function slice({ text, lit }: LitText, start: number, end?: number): LitText {
  return { text: text.slice(start, end), lit: lit.slice(start, end) };
}

/** Joins lines into one, by a blank, or by nothing between two East Asian characters without blanks. */
export function joinLines(lines: LitText[]): LitText {
  return lines.reduce<LitText>(
    (all, line) => {
      if (all.text === '') return line;
      const tight = UNSPACED.test(all.text.slice(-1)) && UNSPACED.test(line.text.slice(0, 1));
      const bridge = all.lit.at(-1) === true && line.lit[0] === true;
      return {
        text: `${all.text}${tight ? '' : ' '}${line.text}`,
        lit: [...all.lit, ...(tight ? [] : [bridge]), ...line.lit],
      };
    },
    { text: '', lit: [] },
  );
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー、。，．！？」』）…]/u;
