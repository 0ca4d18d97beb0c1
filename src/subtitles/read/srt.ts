import { type Problem, type RawCue, type RawTrack, splitLines } from './raw-cue.js';
import { parseTiming } from './timing.js';

/**
 * Reads SubRip as it is found, not as it should be. A cue begins at a line of times and lasts until the next
 * one, so that blank lines within a cue, missing blank lines between cues and missing or wrong indexes cost
 * nothing. A cue whose start cannot be read is left out and reported; all others stay.
 */
export function readSrt(text: string): RawTrack {
  const lines = splitLines(text);
  const problems: Problem[] = [];
  const cues: RawCue[] = [];
  const headers = findHeaders(lines);
  const indexed = headers.filter(({ at }) => isIndex(lines[at - 1])).length * 2 > headers.length;

  headers.forEach((header, n) => {
    const next = headers[n + 1];
    let end = next?.at ?? lines.length;
    if (next && isOwnIndex(lines, next.at, header.at, indexed)) end = next.at - 1;
    const body = lines.slice(header.at + 1, end);
    const line = header.at + 1;
    const { timing } = header;
    if (timing === null || timing.startMs === null) {
      problems.push({
        line,
        message: `unreadable start time: "${clip(lines[header.at] ?? '')}"; cue left out`,
      });
      return;
    }
    if (timing.oddity) problems.push({ line, message: timing.oddity });
    cues.push({ line, startMs: timing.startMs, endMs: timing.endMs, text: body.join('\n') });
  });

  const first = headers[0]?.at ?? 0;
  const before = lines.slice(0, first).find((line) => line.trim() !== '' && !isIndex(line));
  if (before !== undefined) {
    problems.unshift({
      line: lines.indexOf(before) + 1,
      message: `text before the first cue: "${clip(before)}"`,
    });
  }
  return { cues, problems };
}

interface Header {
  /** 0-based line. */
  at: number;
  /** Null: meant as times, but neither side is one. */
  timing: ReturnType<typeof parseTiming>;
}

function findHeaders(lines: string[]): Header[] {
  const headers: Header[] = [];
  lines.forEach((line, at) => {
    const timing = parseTiming(line);
    if (timing) headers.push({ at, timing });
    // "--> " between garbage counts as a header only where one is due: after an index that follows a blank.
    else if (line.length < 400 && line.includes('-->') && isIndex(lines[at - 1]) && isBlank(lines[at - 2])) {
      headers.push({ at, timing: null });
    }
  });
  return headers;
}

/** Whether the line above a header at `at` is its index, and not the last words of the cue before. */
function isOwnIndex(lines: string[], at: number, previous: number, indexed: boolean): boolean {
  if (!isIndex(lines[at - 1]) || at - 1 <= previous) return false;
  return indexed || (isBlank(lines[at - 2]) && at - 2 > previous);
}

function isIndex(line: string | undefined): boolean {
  return line !== undefined && line.length < 20 && /^\s*\d{1,9}\s*$/.test(line);
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === '';
}

function clip(text: string): string {
  const line = text.trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
