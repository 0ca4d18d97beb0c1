import type { Cue } from '../shared/cue.js';
import type { Span } from '../shared/expression.js';
import type { Range } from './plan-types.js';
import { beginsTurn, hasTwoSpeakers, turnMarkLength } from './speech.js';

const SOUNDS = /\[[^[\]]*\]|\([^()]*\)|[♪♫♬♩]+/gu;

/** Some cues' text as one line, and the way from places in the cues to places in the line. */
export interface LineText {
  text: string;
  /** Where spans of the cues are in `text`, in its order; what was cleaned away is not part of them. */
  rangesOf(spans: readonly Span[]): Range[];
}

/**
 * The cues at positions `from` to `to` (inclusive) as one line: line breaks become spaces, runs of white space one.
 * Sounds ("[sighs]", "(door slams)") and musical notes go. Where one person speaks, the marks of a speaker ("- ",
 * "MARY: ") go too; where two do, they stay, since they tell them apart. So does a "..." that takes up the cue before.
 *
 * @param keep words that are never cleaned away
 */
export function lineOf(cues: readonly Cue[], from: number, to: number, keep: readonly Span[] = []): LineText {
  const parts = cues.slice(from, to + 1).map((cue) => cue.text);
  const oneSpeaker = !parts.some(hasTwoSpeakers) && !parts.slice(1).some(beginsTurn);
  const writer = new LineWriter();
  for (const [offset, part] of parts.entries()) {
    const cue = from + offset;
    const kept = keep.filter((span) => span.cue === cue);
    const clutter = clutterIn(part, { oneSpeaker, isFirst: offset === 0 }).filter(
      ({ start, end }) => !kept.some((span) => span.start < end && span.end > start),
    );
    writer.append(cue, part, clutter);
  }
  const line = writer.finish();
  return line.text === '' && parts.some((part) => part.trim() !== '') ? uncleaned(parts, from) : line;
}

/** What is no speech in a cue's text. */
function clutterIn(
  part: string,
  { oneSpeaker, isFirst }: { oneSpeaker: boolean; isFirst: boolean },
): Range[] {
  const clutter = [...part.matchAll(SOUNDS)].map(({ 0: sound, index }) => ({
    start: index,
    end: index + sound.length,
  }));
  // The speaker's mark may stand before or behind a sound: "[sighs] MARY: No."
  let at = 0;
  const skip = (length: number) => {
    if (length > 0) clutter.push({ start: at, end: at + length });
    at += length;
  };
  const skipSounds = () => {
    at = clutter.reduce(
      (end, sound) => (part.slice(end, sound.start).trim() === '' ? Math.max(end, sound.end) : end),
      at,
    );
  };
  skipSounds();
  if (oneSpeaker) skip(turnMarkLength(part.slice(at)));
  skipSounds();
  if (!isFirst) skip(/^\s*(?:\.{2,}|…)\s*/u.exec(part.slice(at))?.[0].length ?? 0);
  return clutter;
}

/** A line that would be empty without its clutter. */
function uncleaned(parts: readonly string[], from: number): LineText {
  const writer = new LineWriter();
  for (const [offset, part] of parts.entries()) writer.append(from + offset, part, []);
  return writer.finish();
}

class LineWriter {
  private text = '';
  /** For each cue's position: where each of its characters stands in the line, -1 where it was dropped. */
  private readonly places = new Map<number, number[]>();

  append(cue: number, part: string, clutter: readonly Range[]): void {
    if (this.text !== '' && !this.text.endsWith(' ')) this.text += ' ';
    const places: number[] = [];
    for (let index = 0; index < part.length; index++) {
      const isSpace = /\s/u.test(part[index]!);
      const isClutter = clutter.some(({ start, end }) => index >= start && index < end);
      if (isClutter || (isSpace && (this.text === '' || this.text.endsWith(' ')))) {
        places.push(-1);
      } else {
        places.push(this.text.length);
        this.text += isSpace ? ' ' : part[index];
      }
    }
    this.places.set(cue, places);
  }

  finish(): LineText {
    const text = this.text.trimEnd();
    return {
      text,
      rangesOf: (spans) =>
        spans
          .map((span) => this.rangeOf(span, text.length))
          .filter((range) => range !== null)
          .sort((a, b) => a.start - b.start),
    };
  }

  private rangeOf({ cue, start, end }: Span, length: number): Range | null {
    const kept = (this.places.get(cue) ?? [])
      .slice(start, end)
      .filter((place) => place >= 0 && place < length);
    return kept.length === 0 ? null : { start: kept[0]!, end: kept.at(-1)! + 1 };
  }
}
