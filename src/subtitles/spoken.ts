import type { Range } from '../lesson/plan-types.js';

/** Notes in brackets of any kind, over line breaks too, and what stands between music signs. */
const NOTES =
  /\[[^[\]]{0,300}\]|\([^()]{0,300}\)|（[^（）]{0,300}）|［[^［］]{0,300}］|【[^【】]{0,300}】|[♪♫♬♩][^♪♫♬♩]{0,300}[♪♫♬♩]+|[♪♫♬♩][^\n]{0,300}/gu;
/** `- `, `>> ` before a speaker's words. */
const TURN = /^(?:[-–—‐]{1,2}|>{2,3})[ \t]*/;
/** `JOHN:`, `MAN 2:`, `MRS. O'NEIL (V.O.):` - capitals only, since "Remember:" is speech. */
const LABEL = /^[\p{Lu}][\p{Lu}\d .'’#&-]{0,30}:(?=\s|$)[ \t]*/u;

/**
 * Which parts of a cue's text are speech, as UTF-16 ranges in order. Not speech: `[door slams]`, `(SIGHS)`,
 * `♪ la la ♪`, speaker labels (`JOHN:`) and the dash or `>>` of a new speaker. A line break within a
 * speaker's words does not end a range; ranges have no blanks at their ends and are never empty.
 */
export function spokenRanges(text: string): Range[] {
  const speech = new Uint8Array(text.length).fill(1);
  for (const note of text.matchAll(NOTES)) speech.fill(0, note.index, note.index + note[0].length);

  let start = 0;
  for (const line of text.split('\n')) {
    // Look for marks where speech begins, behind a note that opens the line: "[sighs] JOHN: No."
    let at = start;
    const end = start + line.length;
    while (at < end && (speech[at] === 0 || text[at] === ' ')) at++;
    for (const mark of [TURN, LABEL]) {
      const match = mark.exec(text.slice(at, end));
      if (!match) continue;
      speech.fill(0, at, at + match[0].length);
      at += match[0].length;
    }
    start = end + 1;
  }

  const ranges: Range[] = [];
  let from = 0;
  while (from < text.length) {
    if (speech[from] === 0) {
      from++;
      continue;
    }
    let to = from;
    while (to < text.length && speech[to] === 1) to++;
    const part = text.slice(from, to);
    const trimmed = part.trim();
    // A lone full stop between two notes is not speech.
    if (/[\p{L}\p{N}]/u.test(trimmed)) {
      const begin = from + part.indexOf(trimmed);
      ranges.push({ start: begin, end: begin + trimmed.length });
    }
    from = to;
  }
  return ranges;
}

/** The spoken words of a text, ranges joined by a blank, line breaks as they are. */
export function spokenText(text: string): string {
  return spokenRanges(text)
    .map(({ start, end }) => text.slice(start, end))
    .join(' ');
}
