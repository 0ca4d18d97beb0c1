/** How many of a failed command's lines are shown: the cause is in the last few, or, before npm's usage text, in the first. */
const FIRST_LINES = 6;
const LAST_LINES = 12;

/**
 * A set-up step that could not be done. Says which step, which command ran, the end of what it said, and what
 * the person can do next.
 */
export class StepError extends Error {
  /**
   * @param {string} step the step in a few words, e.g. "install the npm packages"
   * @param {{ message: string, command?: string, output?: string, next: string }} what
   */
  constructor(step, { message, command, output, next }) {
    super(message);
    this.name = 'StepError';
    this.step = step;
    this.command = command;
    this.output = output;
    this.next = next;
  }

  /** The whole story for a terminal, without a stack trace. */
  report() {
    const lines = [`✗ ${this.step}: ${this.message}`];
    if (this.command) lines.push(`  command: ${this.command}`);
    if (this.output?.trim()) {
      lines.push('  it said:');
      lines.push(...tellingLines(this.output, FIRST_LINES, LAST_LINES).map((line) => `    ${line}`));
    }
    lines.push(
      ...this.next.split('\n').map((line, index) => (index === 0 ? `  next: ${line}` : `        ${line}`)),
    );
    return lines.join('\n');
  }
}

/**
 * The first and the last lines of an output that say something, with a mark where some are left out. Of a line that
 * was written over by a carriage return, what was last to be seen.
 */
export function tellingLines(output, first, last) {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/\r+$/, '').split('\r').at(-1)?.trimEnd() ?? '')
    .filter((line) => line.trim() !== '');
  if (lines.length <= first + last + 1) return lines;
  return [...lines.slice(0, first), '…', ...lines.slice(-last)];
}
