const MAX_LINES = 50;
const MAX_LINE = 2000;

/**
 * Keeps the last 50 lines of a stream of text; ffmpeg separates lines by `\r` as well as `\n`.
 *
 * @returns `push` takes the next chunk; `lines` gives what is kept, an unfinished last line included.
 */
export function stderrTail(): { push: (chunk: string) => void; lines: () => string[] } {
  let kept: string[] = [];
  let rest = '';
  return {
    push: (chunk) => {
      const lines = (rest + chunk).split(/[\r\n]+/);
      rest = (lines.pop() ?? '').slice(-MAX_LINE);
      const whole = lines.filter((line) => line.trim() !== '').map((line) => line.slice(0, MAX_LINE));
      kept = [...kept, ...whole].slice(-MAX_LINES);
    },
    lines: () => (rest.trim() === '' ? [...kept] : [...kept, rest].slice(-MAX_LINES)),
  };
}
