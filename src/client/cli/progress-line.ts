import type { RunStatus } from '../status.js';
import { printable } from './printable.js';

/** Draws where a run stands: one line that renews itself on a terminal, a line now and then on a pipe. */
export interface ProgressLine {
  show(status: RunStatus): void;
  /** Leaves the line as it is and goes to the next. */
  end(): void;
}

const BAR_WIDTH = 24;
/** A line on a pipe for every so many percent, and for every new stage. */
const PIPE_STEP = 5;

/** `[########----------------]  33 %  Scene 3/12: give it a shot  about 2 min left`, at most `columns` wide. */
export function progressText(status: RunStatus, leftMs: number | null, columns: number): string {
  const filled = Math.round((status.percent / 100) * BAR_WIDTH);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}]`;
  const left = leftMs === null ? '' : `  ${timeLeft(leftMs)}`;
  const head = `${bar} ${String(Math.floor(status.percent)).padStart(3)} %  `;
  const room = Math.max(0, columns - head.length - left.length - 1);
  const what = printable(status.status);
  return head + (what.length > room ? `${what.slice(0, Math.max(0, room - 1))}…` : what) + left;
}

function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`;
}

/**
 * Time left, from how long the share that was watched has taken. Null while that is too little to tell.
 *
 * @param points what was seen: percentages and when, in milliseconds
 */
export function estimateLeft(points: readonly { percent: number; at: number }[]): number | null {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const gained = last.percent - first.percent;
  return gained < 5 ? null : ((last.at - first.at) / gained) * (100 - last.percent);
}

export function progressLine(stream: NodeJS.WriteStream): ProgressLine {
  const points: { percent: number; at: number }[] = [];
  let shownStage: string | null = null;
  let shownPercent = -PIPE_STEP;
  return {
    show(status) {
      points.push({ percent: status.percent, at: Date.now() });
      const left = status.percent >= 100 ? null : estimateLeft(points);
      if (stream.isTTY) {
        stream.write(`\r${progressText(status, left, stream.columns ?? 80)}\u001b[K`);
      } else if (status.stage !== shownStage || status.percent >= shownPercent + PIPE_STEP) {
        shownStage = status.stage;
        shownPercent = status.percent;
        stream.write(`${progressText(status, left, 200)}\n`);
      }
    },
    end() {
      if (stream.isTTY) stream.write('\n');
    },
  };
}
