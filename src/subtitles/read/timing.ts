/** Times of a cue in milliseconds, null where that side cannot be read. A start before zero stays negative. */
export interface Timing {
  startMs: number | null;
  endMs: number | null;
  /** What was wrong with the line although it could be used. */
  oddity: string | null;
}

/** No film is longer; a larger number is garbage. */
const MAX_MS = 100 * 3_600_000;

const TIME = /^(-?)(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,:;](\d{1,9}))?$/;
/** `-->`, and what people and their text correction make of it. */
const ARROW = /[ \t]*(?:--+ ?[>›]|[–—→] ?>?|=+>|->|- ->)[ \t]*/;

/**
 * Milliseconds of `HH:MM:SS,mmm` and its usual variants: dot or colon for the comma, no hours, no
 * milliseconds, spaces within, a fraction of any length, full-width digits. Null: not a time.
 */
export function parseTime(text: string): number | null {
  const match = TIME.exec(text.normalize('NFKC').replace(/\s+/g, ''));
  if (!match) return null;
  const [, sign, hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const ms = whole * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  if (ms >= MAX_MS) return null;
  return sign === '-' ? -ms : ms;
}

/**
 * Reads a line as a cue's times; null when it is not meant as one. With a real `-->` one readable side is
 * enough to know what was meant; with another arrow both must be times, since such arrows occur in texts.
 */
export function parseTiming(line: string): Timing | null {
  // No timing line is longer, and no expression below has to look at a megabyte.
  if (line.length > 400) return null;
  const arrow = ARROW.exec(line);
  if (!arrow) return null;
  const left = line.slice(0, arrow.index).trim();
  const right = line.slice(arrow.index + arrow[0].length).trim();
  const startMs = parseTime(left) ?? parseTime(lastWord(left));
  const endMs = parseTime(right) ?? leadingTime(right);
  if (startMs === null && endMs === null) return null;
  const isProper = arrow[0].includes('-->');
  if (!isProper && (startMs === null || endMs === null)) return null;
  if (startMs === null && looksLikeSpeech(left)) return null;
  const oddity =
    startMs !== null && parseTime(left) === null ? `words before the time: "${clip(left)}"` : null;
  return { startMs, endMs, oddity };
}

/** VTT settings and SRT coordinates may follow the end time. */
function leadingTime(text: string): number | null {
  const words = text.split(/\s+/, 4);
  // "00: 00: 02, 000" has spaces of its own: take as many words as make a time.
  for (let n = words.length; n >= 1; n--) {
    const time = parseTime(words.slice(0, n).join(''));
    if (time !== null) return time;
  }
  return null;
}

function lastWord(text: string): string {
  return text.slice(text.search(/\S*$/));
}

function looksLikeSpeech(text: string): boolean {
  return text.split(/\s+/).length > 4;
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
