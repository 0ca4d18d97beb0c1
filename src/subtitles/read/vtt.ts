import { type Problem, type RawCue, type RawTrack, splitLines } from './raw-cue.js';
import { parseTiming } from './timing.js';

/**
 * Reads WebVTT (https://www.w3.org/TR/webvtt1/): header, NOTE, STYLE and REGION blocks, cue ids and settings.
 * More forgiving than the standard where files are: comma for dot, a missing blank line before the next cue.
 * Text that belongs to no cue is reported.
 */
export function readVtt(text: string): RawTrack {
  const lines = splitLines(text);
  const problems: Problem[] = [];
  const cues: RawCue[] = [];
  let at = skipHeader(lines);

  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      at++;
      continue;
    }
    if (/^(NOTE|STYLE|REGION)(\s|$)/.test(line) && !isTiming(lines[at + 1])) {
      at = endOfBlock(lines, at + 1);
      continue;
    }
    const timing = parseTiming(line);
    if (timing === null) {
      if (line.includes('-->')) {
        problems.push({ line: at + 1, message: `unreadable times: "${clip(line)}"; cue left out` });
        at = endOfBlock(lines, at + 1);
      } else if (isTiming(lines[at + 1]) || lines[at + 1]?.includes('-->')) {
        at++; // A cue's id.
      } else {
        problems.push({ line: at + 1, message: `text outside of any cue: "${clip(line)}"` });
        at = endOfBlock(lines, at + 1);
      }
      continue;
    }
    const end = endOfBlock(lines, at + 1);
    if (timing.startMs === null) {
      problems.push({ line: at + 1, message: `unreadable start time: "${clip(line)}"; cue left out` });
    } else {
      if (timing.oddity) problems.push({ line: at + 1, message: timing.oddity });
      const body = lines.slice(at + 1, end).join('\n');
      cues.push({ line: at + 1, startMs: timing.startMs, endMs: timing.endMs, text: body });
    }
    at = end;
  }
  return { cues, problems };
}

/** `WEBVTT`, its comment and `Kind: captions` lines, up to a blank line or the first cue. */
function skipHeader(lines: string[]): number {
  let at = 0;
  while (at < lines.length && lines[at]?.trim() !== '' && !isTiming(lines[at])) {
    if (at > 0 && isTiming(lines[at + 1])) return at;
    at++;
  }
  return at;
}

/** A block ends at a blank line, or at the times of a cue that forgot its blank line. */
function endOfBlock(lines: string[], from: number): number {
  let at = from;
  while (at < lines.length && lines[at]?.trim() !== '' && !isTiming(lines[at])) at++;
  return at;
}

function isTiming(line: string | undefined): boolean {
  return line !== undefined && parseTiming(line) !== null;
}

function clip(text: string): string {
  const line = text.trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
