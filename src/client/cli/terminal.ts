import { styleText } from 'node:util';
import type { RunState } from '../../shared/json-output.js';
import { printable, printableLines } from './printable.js';

type Style = Parameters<typeof styleText>[0];

/** Text that is to stand out on a terminal that shows styles. */
export interface StyledText {
  style: Style;
  text: string;
}

export function styled(style: Style, text: string): StyledText {
  return { style, text };
}

/**
 * Where a command writes to. With `--json`, stdout holds one JSON object and nothing else, and what a person would
 * read goes to stderr. Nothing that came from a file or a server gets to a terminal without being made harmless.
 */
export class Terminal {
  readonly json: boolean;

  constructor(options: { json: boolean }) {
    this.json = options.json;
  }

  /** For a person: a line (or some) of what is going on. */
  say(...parts: (string | StyledText)[]): void {
    const stream = this.progress;
    stream.write(`${parts.map((part) => rendered(part, stream)).join('')}\n`);
  }

  /** Something that may surprise: to stderr. */
  warn(text: string): void {
    process.stderr.write(`${printableLines(text)}\n`);
  }

  /** A path that a script may take up: as it is, unless a terminal would act on what is in it. */
  path(path: string): void {
    process.stdout.write(`${process.stdout.isTTY ? printable(path) : path}\n`);
  }

  /** The command's answer, with `--json`. */
  answer(value: unknown): void {
    if (this.json) process.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** Where progress is drawn. */
  get progress(): NodeJS.WriteStream {
    return this.json ? process.stderr : process.stdout;
  }
}

function rendered(part: string | StyledText, stream: NodeJS.WriteStream): string {
  if (typeof part === 'string') return printableLines(part);
  const text = printableLines(part.text);
  return stream.isTTY && process.env.NO_COLOR === undefined ? styleText(part.style, text) : text;
}

/** A state in a word that a person uses. */
export const stateWords: Record<RunState, string> = {
  PENDING: 'waiting for a worker',
  STARTED: 'started',
  PROGRESS: 'running',
  SUCCESS: 'done',
  FAILURE: 'failed',
  CANCELLED: 'cancelled',
};
