import { stripVTControlCharacters } from 'node:util';

/** Text of files, subtitles and servers, made harmless for a terminal: no control characters, one line. */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** The same for text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** With a capital at its start, unless that is the name of the command itself. */
export function sentence(text: string): string {
  return /^langflix\b/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** `1 clip`, `3 clips`. */
export function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
