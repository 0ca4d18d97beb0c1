import type { Arrangement } from '../layout/fit.js';
import { theme } from '../theme.js';

const { colours } = theme;

/** The ground and all shapes of a still as an SVG document. Holds numbers and theme colours only, never a text. */
export function groundSvg({ width, height, shapes }: Arrangement): string {
  const rects = shapes.map(
    ({ x, y, width: w, height: h, radius, colour }) =>
      `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${Math.min(radius, w / 2, h / 2)}" fill="${colour}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    '<defs>',
    '<linearGradient id="ground" x1="0" y1="0" x2="1" y2="1">',
    `<stop offset="0" stop-color="${colours.groundFrom}"/><stop offset="1" stop-color="${colours.groundTo}"/>`,
    '</linearGradient>',
    '<radialGradient id="glow" cx="0.08" cy="-0.1" r="0.9">',
    `<stop offset="0" stop-color="${colours.accent}" stop-opacity="0.1"/>`,
    `<stop offset="1" stop-color="${colours.accent}" stop-opacity="0"/>`,
    '</radialGradient>',
    '</defs>',
    '<rect width="100%" height="100%" fill="url(#ground)"/><rect width="100%" height="100%" fill="url(#glow)"/>',
    ...rects,
    '</svg>',
  ].join('');
}
