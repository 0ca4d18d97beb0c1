import { styleText } from 'node:util';
import type { RunState } from '../status.js';
import { printable, printableLines } from './printable.js';

/**
 * Where a command writes to. With `--json`, stdout holds one JSON object and nothing else, and what a person would
 * read goes to stderr.
 */
export class Terminal {
  readonly json: boolean;

  constructor(options: { json: boolean }) {
    this.json = options.json;
  }

  /** For a person: what is going on. */
  say(text: string): void {
    (this.json ? process.stderr : process.stdout).write(`${printableLines(text)}\n`);
  }

  /** Something that may surprise: to stderr. */
  warn(text: string): void {
    process.stderr.write(`${printableLines(text)}\n`);
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

type Style = Parameters<typeof styleText>[0];

/** Styled where the stream is a terminal that wants colours, plain elsewhere. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return stream.isTTY && process.env.NO_COLOR === undefined
    ? styleText(style, printable(text))
    : printable(text);
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
