import type { TextDirection } from '../../subtitles/index.js';

/** Words of one look, part of a line. */
export interface TextRun {
  text: string;
  family: string;
  bold: boolean;
  /** `#rrggbb`. */
  colour: string;
}

/** A rectangle in pixels from the upper left. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One line of text. The box is the line's own: its height is the leading, its width what the fonts say. */
export interface TextLine extends Box {
  /** What it is: `headword`, `meaning`, ... */
  role: string;
  /** Height of the em in pixels, whole. */
  px: number;
  /** From the top of the box. */
  baseline: number;
  /** Which way its words run. */
  direction: TextDirection;
  align: 'left' | 'centre' | 'right';
  runs: TextRun[];
}

/** A filled, rounded rectangle. */
export interface Shape extends Box {
  role: string;
  radius: number;
  colour: string;
}

/** A part of a picture that knows its size; everything in it is placed from its own upper left corner. */
export interface Piece {
  width: number;
  height: number;
  lines: TextLine[];
  shapes: Shape[];
}

export const EMPTY: Piece = { width: 0, height: 0, lines: [], shapes: [] };

/** The same piece, moved. Its size stays that of what it holds. */
export function moved(piece: Piece, dx: number, dy: number): Piece {
  const shift = <T extends Box>(box: T): T => ({ ...box, x: box.x + dx, y: box.y + dy });
  return { ...piece, lines: piece.lines.map(shift), shapes: piece.shapes.map(shift) };
}

/** Pieces laid over each other, each where it is. */
export function together(pieces: readonly Piece[]): Piece {
  return {
    width: Math.max(0, ...pieces.map(({ width }) => width)),
    height: Math.max(0, ...pieces.map(({ height }) => height)),
    lines: pieces.flatMap(({ lines }) => lines),
    shapes: pieces.flatMap(({ shapes }) => shapes),
  };
}

/** Pieces one below the other. `gap` is the space above a piece; empty pieces take none, nor does the first. */
export function stacked(parts: readonly { piece: Piece; gap: number }[]): Piece {
  const placed: Piece[] = [];
  let y = 0;
  for (const { piece, gap } of parts) {
    if (piece.height === 0) continue;
    if (placed.length > 0) y += gap;
    placed.push(moved(piece, 0, y));
    y += piece.height;
  }
  return { ...together(placed), height: y };
}
