import type { RoundResult } from './run-rounds.js';

/** kind x count x outcome x seconds to recover. */
export function table(results: readonly RoundResult[]): string {
  const kinds = [...new Set(results.map(({ kind }) => kind))].sort();
  const rows = kinds.map((kind) => {
    const rounds = results.filter((result) => result.kind === kind);
    const right = rounds.filter(({ problems }) => problems.length === 0).length;
    const endings = count(rounds.map(({ ending }) => ending));
    const seconds = rounds.map((round) => round.seconds).sort((a, b) => a - b);
    const median = seconds[Math.floor((seconds.length - 1) / 2)] ?? 0;
    return [
      kind,
      String(rounds.length),
      `${right} right`,
      endings,
      `${median.toFixed(1)} / ${(seconds.at(-1) ?? 0).toFixed(1)}`,
    ];
  });
  const head = ['kind', 'count', 'outcome', 'ended as', 'seconds to recover (median / most)'];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function count(names: string[]): string {
  return [...new Set(names)]
    .sort()
    .map((name) => `${names.filter((other) => other === name).length} ${name}`)
    .join(', ');
}
