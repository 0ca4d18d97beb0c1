import stringWidth from 'string-width';
import type { RunStatus } from '../status.js';
import { printable } from './printable.js';
import { stateWords } from './terminal.js';

/** Draws where a run stands: one line that renews itself on a terminal, a line now and then on a pipe. */
export interface ProgressLine {
  show(status: RunStatus): void;
  /** Leaves the line as it is and goes to the next. */
  end(): void;
}

const BAR_WIDTH = 24;
/** A line on a pipe for every so many percent, and for every new stage. */
const PIPE_STEP = 5;
/** Below these widths the words are worth more than the bar, and than the time left. */
const WIDTH_FOR_BAR = 60;
const WIDTH_FOR_TIME = 40;

/**
 * `[########----------------]  33 %  Scene 3/12: give it a shot  about 2 min left`, narrower than `columns` (a line
 * that fills the last one makes some terminals wrap). Widths are those of terminal cells: a Chinese character has two.
 */
export function progressText(status: RunStatus, leftMs: number | null, columns: number): string {
  const width = Math.max(0, columns - 1);
  const filled = Math.round((status.percent / 100) * BAR_WIDTH);
  const bar = columns < WIDTH_FOR_BAR ? '' : `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}] `;
  const left = leftMs === null || columns < WIDTH_FOR_TIME ? '' : `  ${timeLeft(leftMs)}`;
  const head = `${bar}${String(Math.floor(status.percent)).padStart(3)} %  `;
  const what = clipped(
    printable(status.status || stateWords[status.state]),
    width - head.length - left.length,
  );
  return clipped(head + what + left, width);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The text, or its beginning and an ellipsis, in at most so many terminal cells. */
function clipped(text: string, cells: number): string {
  if (stringWidth(text) <= cells) return text;
  let kept = '';
  let used = 1;
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment);
    if (used > cells) break;
    kept += segment;
  }
  return cells < 1 ? '' : `${kept}…`;
}

function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`;
}

/** What was seen of a run, and when, in milliseconds. */
export interface Sighting {
  stage: RunStatus['stage'];
  percent: number;
  at: number;
}

/** Least progress, in percent, from which a speed is taken. */
const ENOUGH_TO_TELL = 4;

/**
 * Time left in milliseconds, from the speed since rendering began: what comes before it takes seconds, so that its
 * speed says nothing of the rest. Null while too little was seen to tell.
 */
export function estimateLeft(sightings: readonly Sighting[]): number | null {
  const first = sightings.find(({ stage }) => stage === 'segments');
  const last = sightings.at(-1);
  if (first === undefined || last === undefined || last.percent >= 100) return null;
  const gained = last.percent - first.percent;
  return gained < ENOUGH_TO_TELL ? null : ((last.at - first.at) / gained) * (100 - last.percent);
}

export function progressLine(stream: NodeJS.WriteStream): ProgressLine {
  const sightings: Sighting[] = [];
  let shownStage: string | null = null;
  let shownPercent = -PIPE_STEP;
  let isOpen = false;
  return {
    show(status) {
      sightings.push({ stage: status.stage, percent: status.percent, at: Date.now() });
      const left = estimateLeft(sightings);
      if (stream.isTTY) {
        stream.write(`\r${progressText(status, left, stream.columns ?? 80)}\u001b[K`);
        isOpen = true;
      } else if (status.stage !== shownStage || status.percent >= shownPercent + PIPE_STEP) {
        shownStage = status.stage;
        shownPercent = status.percent;
        stream.write(`${progressText(status, left, 200)}\n`);
      }
    },
    end() {
      if (isOpen) stream.write('\n');
      isOpen = false;
    },
  };
}
