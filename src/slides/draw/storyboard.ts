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
  /** Stands above it; the picture begins a row of its own then. */
  heading?: string;
}

/** By which a sheet can be told from somebody else's picture. */
const MAKER = 'langflix storyboard';

/** Em heights and the space around pictures, in pixels. */
const LABEL_PX = 15;
const HEADING_PX = 20;
const TITLE_PX = 30;
const GAP = 16;
/** From one line's top to the next one's, in ems. */
const LEADING = 1.6;
/** Letters that are looked at: far more than a line of the sheet has, far fewer than a strange manifest may hold. */
const MOST_LETTERS = 300;

const labelHeight = Math.round(LABEL_PX * 2.2);
const headingHeight = Math.round(HEADING_PX * 2.2);
const titleHeight = Math.round(TITLE_PX * 2);

interface Row {
  heading: string | undefined;
  pictures: { picture: StoryboardPicture; share: number }[];
  top: number;
  /** Of its pictures. */
  height: number;
}

/**
 * A contact sheet: pictures in rows, from left to right, each scaled into a cell of its own with its label below.
 * A row is as high as its highest picture needs; a label is one line, cut where it is too long, without characters
 * that no font has.
 *
 * @param options.columns how many cells a row has, by default 4
 * @param options.cellWidth in pixels, by default 320
 * @param options.title above all, by default none
 * @returns a PNG; of no pictures, an empty sheet
 * @throws the decoder's error where a picture is no PNG
 */
export async function storyboard(
  pictures: readonly StoryboardPicture[],
  options: { columns?: number; cellWidth?: number; title?: string } = {},
): Promise<Buffer> {
  const { columns = 4, cellWidth = 320, title } = options;
  const sizes = await Promise.all(pictures.map(({ png }) => sharp(png).metadata()));
  // Portrait pictures are no higher than wide: their rows would leave no place for anything else.
  const shares = sizes.map(({ width, height }) => Math.min(1, height / width));
  const { rows, perRow, height } = rowsOf(pictures, shares, { columns, cellWidth, title });
  const width = GAP + perRow * (cellWidth + GAP);

  const placed: (LineImage | { input: Buffer; left: number; top: number })[] = [];
  const write = async (lines: TextLine[]): Promise<void> => {
    for (const line of lines) placed.push(await lineImage(line));
  };
  if (title !== undefined) {
    await write(
      textAt(title, { px: TITLE_PX, bold: true, colour: theme.colours.text }, GAP, GAP, width - 2 * GAP),
    );
  }
  for (const row of rows) {
    if (row.heading !== undefined) {
      const style = { px: HEADING_PX, bold: true, colour: theme.colours.accent };
      await write(textAt(row.heading, style, GAP, row.top - headingHeight + 4, width - 2 * GAP));
    }
    for (const [column, { picture }] of row.pictures.entries()) {
      const left = GAP + column * (cellWidth + GAP);
      placed.push(
        await cellPicture(picture.png, { left, top: row.top, width: cellWidth, height: row.height }),
      );
      const style = { px: LABEL_PX, bold: false, colour: theme.colours.soft, align: 'centre' as const };
      await write(textAt(picture.label, style, left, row.top + row.height + 2, cellWidth));
    }
  }
  return await sharp({ create: { width, height, channels: 3, background: theme.colours.groundTo } })
    .composite(placed)
    .removeAlpha()
    .withExif({ IFD0: { Software: MAKER } })
    .png({ compressionLevel: 6 })
    .toBuffer();
}

/** Whether a file's bytes are a sheet that {@link storyboard} has drawn. */
export async function isStoryboard(bytes: Buffer): Promise<boolean> {
  // sharp itself refuses what is empty, without waiting.
  if (bytes.length === 0) return false;
  const { exif } = await sharp(bytes)
    .metadata()
    .catch(() => ({ exif: undefined }));
  return exif?.includes(MAKER) ?? false;
}

function rowsOf(
  pictures: readonly StoryboardPicture[],
  shares: readonly number[],
  { columns, cellWidth, title }: { columns: number; cellWidth: number; title: string | undefined },
): { rows: Row[]; perRow: number; height: number } {
  const rows: Row[] = [];
  for (const [i, picture] of pictures.entries()) {
    const last = rows.at(-1);
    const cell = { picture, share: shares[i] ?? 1 };
    if (last !== undefined && picture.heading === undefined && last.pictures.length < columns)
      last.pictures.push(cell);
    else rows.push({ heading: picture.heading, pictures: [cell], top: 0, height: 0 });
  }
  let height = GAP + (title === undefined ? 0 : titleHeight);
  for (const row of rows) {
    row.top = height + (row.heading === undefined ? 0 : headingHeight);
    row.height = Math.max(1, Math.round(cellWidth * Math.max(...row.pictures.map(({ share }) => share))));
    height = row.top + row.height + labelHeight + GAP;
  }
  const perRow = Math.max(1, ...rows.map((row) => row.pictures.length));
  return { rows, perRow, height };
}

async function cellPicture(
  png: Buffer,
  cell: { left: number; top: number; width: number; height: number },
): Promise<{ input: Buffer; left: number; top: number }> {
  const { data, info } = await sharp(png)
    .resize({ width: cell.width, height: cell.height, fit: 'inside' })
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  return {
    input: data,
    left: cell.left + Math.round((cell.width - info.width) / 2),
    top: cell.top + Math.round((cell.height - info.height) / 2),
  };
}

/** A text on one line in a space `width` pixels wide, its top at `y`. */
function textAt(
  words: string,
  look: Pick<TextStyle, 'px' | 'bold' | 'colour'> & { align?: 'centre' },
  x: number,
  y: number,
  width: number,
): TextLine[] {
  const clean = cleanText(words.slice(0, MOST_LETTERS)).text.replaceAll('\n', ' ');
  const without = new Set(missingGlyphs(clean));
  const text = [...clean].filter((sign) => !without.has(sign)).join('');
  const style: TextStyle = {
    role: 'label',
    family: familyFor(text),
    leading: LEADING,
    align: 'left',
    ...look,
  };
  const piece = textPiece(text, style, { width, maxLines: 1 }, measureText);
  return moved(piece, x + (look.align === 'centre' ? (width - piece.width) / 2 : 0), y).lines;
}
