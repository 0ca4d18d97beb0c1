import type { Cue } from '../../shared/cue.js';
import { plainText } from './plain-text.js';
import type { Problem, RawTrack } from './raw-cue.js';

/** No line of a film is longer; a longer text is damage. In UTF-16 units. */
const MAX_TEXT = 1000;

/** Time to read a text when its own end is lost: 1 s and 60 ms a character, at most 6 s. */
function readingMs(text: string): number {
  return Math.min(6000, 1000 + 60 * text.length);
}

/** Raw cues to cues: stripped, mended, in order of time, numbered. What was changed or dropped is told. */
export function tidyCues(
  raw: RawTrack,
  format: 'srt' | 'vtt',
): { cues: Cue[]; problems: Problem[]; notes: string[] } {
  const problems = [...raw.problems];
  const read: { line: number; startMs: number; endMs: number | null; text: string }[] = [];
  let empty = 0;

  for (const cue of raw.cues) {
    let text = plainText(cue.text, format);
    if (text === '') {
      empty++;
      continue;
    }
    if (text.length > MAX_TEXT) {
      problems.push({ line: cue.line, message: `text of ${text.length} characters, cut to ${MAX_TEXT}` });
      text = text
        .slice(0, MAX_TEXT)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd();
    }
    let { startMs, endMs } = cue;
    if (startMs < 0 && endMs !== null && endMs <= 0) {
      problems.push({ line: cue.line, message: 'lies before the start of the video; cue left out' });
      continue;
    }
    if (startMs < 0) {
      problems.push({ line: cue.line, message: 'starts before zero; starts at zero now' });
      startMs = 0;
    }
    if (endMs !== null && endMs <= startMs) {
      const how = endMs === startMs ? 'lasts no time' : 'ends before it starts';
      problems.push({ line: cue.line, message: `${how}; given time to be read` });
      endMs = null;
    } else if (endMs === null) {
      problems.push({ line: cue.line, message: 'unreadable end time; given time to be read' });
    }
    read.push({ line: cue.line, startMs, endMs, text });
  }

  const unordered = read.some((cue, i) => cue.startMs < (read[i - 1]?.startMs ?? 0));
  read.sort((a, b) => a.startMs - b.startMs || a.line - b.line);

  const cues: Cue[] = [];
  let repeated = 0;
  let at = 0;
  for (const [i, cue] of read.entries()) {
    // Equal starts share their next later one.
    if (at <= i) at = i + 1;
    while (at < read.length && (read[at]?.startMs ?? 0) <= cue.startMs) at++;
    const nextMs = read[at]?.startMs ?? Number.POSITIVE_INFINITY;
    const endMs = cue.endMs ?? Math.min(cue.startMs + readingMs(cue.text), nextMs);
    const last = cues.at(-1);
    if (last && last.startMs === cue.startMs && last.endMs === endMs && last.text === cue.text) {
      repeated++;
      continue;
    }
    cues.push({ index: cues.length, startMs: cue.startMs, endMs, text: cue.text });
  }

  const notes: string[] = [];
  if (empty > 0) notes.push(`${counted(empty, 'empty cue')} dropped`);
  if (repeated > 0) notes.push(`${counted(repeated, 'cue')} standing twice dropped`);
  if (unordered) notes.push('cues were not in order of time; sorted');
  problems.sort((a, b) => a.line - b.line);
  return { cues, problems, notes };
}

function counted(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}
