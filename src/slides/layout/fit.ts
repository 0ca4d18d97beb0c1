import type { Box, Piece } from './piece.js';

/** Everything that is drawn on a still's ground, in pixels of the picture. */
export interface Arrangement {
  width: number;
  height: number;
  lines: Piece['lines'];
  shapes: Piece['shapes'];
}

/** The part of the picture that holds all text: what is further out, screens and players may cover. */
export function safeArea(size: { width: number; height: number }, edge: { x: number; y: number }): Box {
  const x = Math.ceil(size.width * edge.x);
  const y = Math.ceil(size.height * edge.y);
  return { x, y, width: size.width - 2 * x, height: size.height - 2 * y };
}

/** From `largest` down to `floor`, in steps of 4 %. */
export function scalesDownTo(floor: number, largest = 1): number[] {
  const scales: number[] = [];
  for (let scale = largest; scale > floor; scale *= 0.96) scales.push(scale);
  return [...scales, floor];
}

/** The first candidate that is no higher than the space; where none is, the last. They are made one by one. */
export function firstFitting(candidates: Iterable<Piece>, height: number): Piece | undefined {
  let last: Piece | undefined;
  for (const candidate of candidates) {
    last = candidate;
    if (candidate.height <= height) return candidate;
  }
  return last;
}
