import type { TextMeasure } from '../../subtitles/index.js';
import { EMPTY, moved, type Piece, stacked, together } from './piece.js';
import { type TextStyle, textPiece } from './text-piece.js';

/** A piece on a rounded panel as wide as the space, with an accent bar at its left edge. Pure; pixels. */
export function panelPiece(
  inner: Piece,
  look: { width: number; padding: number; bar: number; radius: number; colour: string; accent: string },
): Piece {
  if (inner.height === 0) return EMPTY;
  const { width, padding, bar, radius, colour, accent } = look;
  const height = inner.height + 2 * padding;
  const inset = Math.round(padding * 0.85);
  return together([
    { width, height, lines: [], shapes: [{ role: 'panel', x: 0, y: 0, width, height, radius, colour }] },
    {
      ...EMPTY,
      shapes: [
        {
          role: 'bar',
          x: inset,
          y: inset,
          width: bar,
          height: height - 2 * inset,
          radius: bar / 2,
          colour: accent,
        },
      ],
    },
    { ...moved(inner, panelInset(look), padding), width, height },
  ]);
}

/** Where a panel's text begins, from the panel's left edge. As much is free at its right. */
export function panelInset({ padding, bar }: { padding: number; bar: number }): number {
  return Math.round(padding * 0.85) + bar + padding;
}

/** Short labels side by side, each on a rounded ground. What does not fit in one row is left out. Pure; pixels. */
export function pillsPiece(
  labels: readonly { text: string; style: TextStyle; ground: string }[],
  space: { width: number; gap: number },
  measure: TextMeasure,
): Piece {
  const placed: Piece[] = [];
  let x = 0;
  for (const { text, style, ground } of labels) {
    const side = Math.round(style.px * 0.72);
    const rise = Math.round(style.px * 0.14);
    const label = textPiece(text, style, { width: space.width - x - 2 * side, maxLines: 1 }, measure);
    const width = Math.ceil(label.width) + 2 * side;
    const height = label.height + 2 * rise;
    if (label.height === 0 || x + width > space.width) continue;
    const pill = { role: 'pill', x: 0, y: 0, width, height, radius: height / 2, colour: ground };
    placed.push({
      ...moved({ ...moved(label, side, rise), width, height, shapes: [pill] }, x, 0),
      width: x + width,
    });
    x += width + space.gap;
  }
  return together(placed);
}

/** Pieces in columns, read down one after the other; their rows are aligned. Pure. */
export function columnsPiece(
  cells: readonly Piece[],
  space: { width: number; columns: number; gutter: number; gap: number },
): Piece {
  const rows = Math.ceil(cells.length / space.columns);
  const step = (space.width + space.gutter) / space.columns;
  return stacked(
    Array.from({ length: rows }, (_, row) => {
      const inRow = cells
        .filter((_, at) => at % rows === row)
        .map((cell, column) => moved(cell, column * step, 0));
      return { piece: { ...together(inRow), width: space.width }, gap: space.gap };
    }),
  );
}
