import { InvalidArgumentError } from 'commander';
import { LEVELS, type Level } from '../../shared/expression.js';

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** `25m`, `90s`, `1.5h`, `500ms` as milliseconds. */
export function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim());
  if (match?.[1] === undefined) throw new InvalidArgumentError('Use a number and a unit: 25m, 90s, 1h.');
  const ms = Math.round(Number(match[1]) * UNITS[match[2] as keyof typeof UNITS]);
  if (ms < 1) throw new InvalidArgumentError('It must be more than nothing.');
  return ms;
}

/** A whole number within bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Use a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** An audio track: its number, counted from 1, or a language code. */
export function audioTrack(text: string): number | string {
  const value = text.trim().toLowerCase();
  if (/^\d{1,3}$/.test(value) && Number(value) >= 1) return Number(value);
  if (/^[a-z]{2,3}$/.test(value)) return value;
  throw new InvalidArgumentError('Use a number such as 2 or a language code such as en.');
}

/** A number of days, parts of one too. */
export function days(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value > 36500)
    throw new InvalidArgumentError('Use a number of days, such as 7.');
  return value;
}

/** A level of the Common European Framework, in either case. */
export function level(text: string): Level {
  const found = LEVELS.find((name) => name === text.toUpperCase());
  if (found === undefined) throw new InvalidArgumentError(`Use one of ${LEVELS.join(', ')}.`);
  return found;
}

/** A language code. */
export function language(text: string): string {
  if (!/^[a-z]{2,3}$/i.test(text))
    throw new InvalidArgumentError('Use a language code such as ko, ja or es.');
  return text.toLowerCase();
}

/** Numbers with commas between, each once: `1,3`. */
export function numbers(text: string): number[] {
  if (!/^\s*\d+(\s*,\s*\d+)*\s*$/.test(text)) throw new InvalidArgumentError('Use numbers with commas: 1,3.');
  return [...new Set(text.split(',').map(Number))];
}
