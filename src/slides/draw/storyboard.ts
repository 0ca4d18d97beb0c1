import { cleanText } from '../fonts/drawable.js';
import { familyFor, measureText, missingGlyphs } from '../fonts/glyphs.js';
import { moved, type TextLine } from '../layout/piece.js';
import { type TextStyle, textPiece } from '../layout/text-piece.js';
import { theme } from '../theme.js';
import { type LineImage, lineImage } from './line-image.js';
import { sharp } from './sharp.js';

/** A picture of a storyboard with the words below it. */
export interface StoryboardPicture {
  label: string;
  /** A PNG of any size. */
  png: Buffer;
}

/** Label's em, and the space around pictures, in pixels. */
const LABEL_PX = 15;
const GAP = 16;

/**
 * A contact sheet: pictures in rows, from left to right, each scaled into a cell of its own with its label below.
 * A row is as high as its highest picture needs; a label is one line, cut where it is too long, without characters
 * that no font has.
 *
 * @param options.columns how many cells a row has, by default 4
 * @param options.cellWidth in pixels, by default 320
 * @returns a PNG; of no pictures, an empty sheet
 * @throws the decoder's error where a picture is no PNG
 */
export async function storyboard(
  pictures: readonly StoryboardPicture[],
  options: { columns?: number; cellWidth?: number } = {},
): Promise<Buffer> {
  const { columns = 4, cellWidth = 320 } = options;
  const sizes = await Promise.all(pictures.map(({ png }) => sharp(png).metadata()));
  // Portrait pictures are no higher than wide: their rows would leave no place for anything else.
  const shares = sizes.map(({ width, height }) => Math.min(1, height / width));
  const labelHeight = Math.round(LABEL_PX * 2.2);
  const perRow = Math.max(1, Math.min(columns, pictures.length));
  const rows = Array.from({ length: Math.ceil(pictures.length / perRow) }, (_, row) => {
    const inRow = shares.slice(row * perRow, (row + 1) * perRow);
    return Math.max(1, Math.round(cellWidth * Math.max(...inRow)));
  });
  const topOf = (row: number): number =>
    rows.slice(0, row).reduce((sum, height) => sum + height + labelHeight + GAP, GAP);

  const placed: (LineImage | { input: Buffer; left: number; top: number })[] = [];
  for (const [i, { png, label }] of pictures.entries()) {
    const left = GAP + (i % perRow) * (cellWidth + GAP);
    const row = Math.floor(i / perRow);
    const top = topOf(row);
    const cellHeight = rows[row] ?? 1;
    const small = await sharp(png)
      .resize({ width: cellWidth, height: cellHeight, fit: 'inside' })
      .png({ compressionLevel: 1 })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = small.info;
    placed.push({
      input: small.data,
      left: left + Math.round((cellWidth - width) / 2),
      top: top + Math.round((cellHeight - height) / 2),
    });
    for (const line of labelLines(label, cellWidth, left, top + cellHeight)) {
      placed.push(await lineImage(line));
    }
  }
  return await sharp({
    create: {
      width: GAP + perRow * (cellWidth + GAP),
      height: topOf(rows.length),
      channels: 3,
      background: theme.colours.groundTo,
    },
  })
    .composite(placed)
    .removeAlpha()
    .png({ compressionLevel: 6 })
    .toBuffer();
}

function labelLines(label: string, width: number, x: number, y: number): TextLine[] {
  const clean = cleanText(label).text.replaceAll('\n', ' ');
  const without = new Set(missingGlyphs(clean));
  const text = [...clean].filter((sign) => !without.has(sign)).join('');
  const style: TextStyle = {
    role: 'label',
    family: familyFor(text),
    px: LABEL_PX,
    leading: 1.6,
    bold: false,
    colour: theme.colours.soft,
    align: 'centre',
  };
  const piece = textPiece(text, style, { width, maxLines: 1 }, measureText);
  return moved(piece, x + (width - piece.width) / 2, y + 2).lines;
}
