/** A stretch of text that stays on one line, `[start, end)`, and whether white space stands before it. */
interface Unbroken {
  start: number;
  end: number;
  spaced: boolean;
}

/** Characters `[start, end)` of a text that make one line. */
export interface LineSpan {
  start: number;
  end: number;
}

/** Width of characters `[start, end)`, in any unit. */
export type WidthOf = (start: number, end: number) => number;

const IDEOGRAPHIC = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
const japaneseWords = new Intl.Segmenter('ja', { granularity: 'word' });
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Signs that may not begin a line, and that may not end one (Japanese: JIS X 4051, the usual part of it). */
const NOT_FIRST =
  /^[、。，．・：；？！ー々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ）」』】〕〉》”’…‥,.!?:;)\]}%]/u;
const NOT_LAST = /[（「『【〔〈《“‘([{]$/u;

/** Where a stretch without spaces may be broken: between Japanese words, after a hyphen, dash or slash. */
function inside(word: string): number[] {
  const cuts: number[] = [];
  if (IDEOGRAPHIC.test(word)) {
    for (const { index, segment } of japaneseWords.segment(word)) {
      if (index > 0 && !NOT_FIRST.test(segment) && !NOT_LAST.test(word.slice(0, index))) cuts.push(index);
    }
  } else {
    // A name of a file is one long word; it reads best when broken after a dot.
    const joints =
      word.length > 24
        ? /(?<=[\p{L}\p{N}])[-–—/._]+(?=[\p{L}\p{N}])/gu
        : /(?<=[\p{L}\p{N}])[-–—/]+(?=[\p{L}\p{N}])/gu;
    for (const match of word.matchAll(joints)) {
      cuts.push(match.index + match[0].length);
    }
  }
  return cuts;
}

function unbroken(text: string): Unbroken[] {
  return [...text.matchAll(/\S+/gu)].flatMap(({ 0: word, index }) => {
    const cuts = [0, ...inside(word), word.length];
    return cuts.slice(0, -1).map((cut, i) => ({
      start: index + cut,
      end: index + (cuts[i + 1] ?? word.length),
      spaced: cut === 0,
    }));
  });
}

/** A stretch wider than a line is broken between characters. */
function fitting(text: string, parts: readonly Unbroken[], width: number, widthOf: WidthOf): Unbroken[] {
  return parts.flatMap((part) => {
    if (widthOf(part.start, part.end) <= width) return [part];
    const pieces: Unbroken[] = [];
    let { start } = part;
    let end = start;
    for (const { index, segment } of graphemes.segment(text.slice(part.start, part.end))) {
      const next = part.start + index + segment.length;
      if (end > start && widthOf(start, next) > width) {
        pieces.push({ start, end, spaced: part.spaced && pieces.length === 0 });
        start = end;
      }
      end = next;
    }
    pieces.push({ start, end, spaced: part.spaced && pieces.length === 0 });
    return pieces;
  });
}

function filled(parts: readonly Unbroken[], width: number, widthOf: WidthOf): LineSpan[] {
  const lines: LineSpan[] = [];
  for (const { start, end } of parts) {
    const last = lines.at(-1);
    if (last && widthOf(last.start, end) <= width) last.end = end;
    else lines.push({ start, end });
  }
  return lines;
}

/** A break after these reads well: the end of a sentence, of a clause. */
const SENTENCE_END = /[.!?…。！？؟]["'”’)」』]*$/u;
const CLAUSE_END = /[,;:–—、，；：،؛]["'”’)」』]*$/u;
/** These belong to what follows. */
const LEANS_ON_NEXT =
  /(?:^|\s)(?:a|an|the|my|your|his|her|its|our|their|to|of|in|on|at|for|with|by|from|and|or|but|I|I[’']m|you|we|they|he|she|it|is|are|was|be|not|very|Mr\.|Mrs\.|Dr\.)$/iu;

/** How bad it is to end a line here; the unit is the squared share of a line's width that is left free. */
function breakCost(line: string): number {
  if (LEANS_ON_NEXT.test(line)) return 0.02;
  if (SENTENCE_END.test(line)) return -0.08;
  return CLAUSE_END.test(line) ? -0.03 : 0;
}

/**
 * Breaks a text into as few lines as fit a width; of all ways to do so it takes the one whose lines are about equally
 * long and end at the end of a sentence or clause rather than after an article or preposition. Pure. Breaks at white
 * space, between Japanese words, after hyphens; inside a word only where the word alone is too wide.
 *
 * @param text without line breaks
 * @param width in the unit of `widthOf`, which must not shrink when characters are added
 */
export function breakLines(text: string, width: number, widthOf: WidthOf): LineSpan[] {
  const parts = fitting(text, unbroken(text), width, widthOf);
  const greedy = filled(parts, width, widthOf);
  if (greedy.length < 2) return greedy;
  const even = greedy.reduce((sum, { start, end }) => sum + widthOf(start, end), 0) / greedy.length;

  // Best way to set the parts before `end` on `rows` lines, for each number of rows in turn.
  type Way = { cost: number; lines: LineSpan[] };
  let ways = new Map<number, Way>([[0, { cost: 0, lines: [] }]]);
  for (const row of greedy.keys()) {
    const next = new Map<number, Way>();
    for (const [from, way] of ways) {
      for (let to = from + 1; to <= parts.length; to++) {
        const line = { start: parts[from]?.start ?? 0, end: parts[to - 1]?.end ?? 0 };
        const wide = widthOf(line.start, line.end);
        if (wide > width && to > from + 1) break;
        const last = row === greedy.length - 1;
        if (last !== (to === parts.length)) continue;
        const uneven = ((wide - even) / width) ** 2;
        const cost = way.cost + uneven + (last ? 0 : breakCost(text.slice(line.start, line.end)));
        const best = next.get(to);
        if (!best || cost < best.cost) next.set(to, { cost, lines: [...way.lines, line] });
      }
    }
    ways = next;
  }
  return ways.get(parts.length)?.lines ?? greedy;
}

/** Length of the longest beginning of `text` that ends between two characters as people see them and fits. */
export function longestFit(text: string, fits: (end: number) => boolean): number {
  let length = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (!fits(index + segment.length)) break;
    length = index + segment.length;
  }
  return length;
}
