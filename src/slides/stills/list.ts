import { type Arrangement, firstFitting, scalesDownTo } from '../layout/fit.js';
import { columnsPiece } from '../layout/panel-piece.js';
import { EMPTY, moved, type Piece, stacked, together } from '../layout/piece.js';
import { longestLine, textPiece } from '../layout/text-piece.js';
import { theme } from '../theme.js';
import type { Setting } from './setting.js';

const { colours } = theme;

export interface Item {
  headword: string;
  gloss: string;
}

/** Text of a list shrinks to this share of its size before its items move closer together. */
const AIRY_FLOOR = 0.85;
/** Text is not set smaller than this for the sake of one long headword, which takes two lines then. */
const LEAST_FOR_ONE_LINE = 0.9;
/** Where glosses stand beside headwords, these take no more of the width than this. */
const MOST_FOR_HEADWORDS = 0.55;

/**
 * A heading with a list below it, in the middle of the height, all of it as large as fits, within bounds. Where not
 * everything fits, glosses are cut to one line first; then there are none; then items are left out and counted:
 * "+ 4 more". Those beyond `most` always are. Pure.
 */
export function listed(
  all: readonly Item[],
  { setting, most }: { setting: Setting; most: number },
  heading: (scale: number) => Piece,
): Arrangement {
  const { safe } = setting;
  const tried = (items: readonly Item[], how: Omit<Manner, 'columns'>): Piece[] =>
    columnsFor(how.shown, setting).map((columns) =>
      stacked([
        { piece: heading(how.scale), gap: 0 },
        { piece: list(items, { ...how, columns }, setting), gap: setting.space('medium', how.scale) },
      ]),
    );
  const smallest = theme.shrinkFloor;
  const fits = (
    items: readonly Item[],
    shown: number,
    glossLines: number,
    scale: number = smallest,
  ): boolean =>
    tried(items, { shown, glossLines, scale, airy: scale > smallest }).some(
      ({ height }) => height <= safe.height,
    );
  const wanted = Math.min(most, all.length);

  // Nothing shrinks for the sake of a third or fourth line; a short list has room for it.
  const glossLines = [4, 3].find((lines) => fits(all, wanted, lines, 1)) ?? (fits(all, wanted, 2) ? 2 : 1);
  const items = fits(all, wanted, glossLines) ? all : all.map(({ headword }) => ({ headword, gloss: '' }));
  let shown = fits(items, wanted, glossLines) ? wanted : 0;
  if (shown < wanted) {
    // The more items, the higher: the most that fit are found by halving.
    let tooMany = wanted;
    while (tooMany - shown > 1) {
      const middle = Math.floor((shown + tooMany) / 2);
      if (fits(items, middle, glossLines)) shown = middle;
      else tooMany = middle;
    }
  }
  const candidates = function* (): Generator<Piece> {
    for (const scale of scalesDownTo(AIRY_FLOOR, theme.growth))
      yield* tried(items, { shown, glossLines, scale, airy: true });
    for (const scale of scalesDownTo(shown > 0 ? smallest : 0.4))
      yield* tried(items, { shown, glossLines, scale, airy: false });
  };
  const piece = firstFitting(candidates(), safe.height) ?? EMPTY;
  const { lines, shapes } = moved(piece, safe.x, safe.y + Math.round((safe.height - piece.height) / 2));
  return { width: setting.width, height: setting.height, lines, shapes };
}

/** One column reads best; two where there are many items, or little height. Portrait pictures have room for one. */
function columnsFor(shown: number, { width, height }: Setting): readonly number[] {
  if (width < height * 1.1 || shown < 4) return [1];
  return shown <= 6 ? [1, 2] : [2];
}

/** How a list is set. */
interface Manner {
  /** So many items; the others are counted. */
  shown: number;
  columns: number;
  /** Lines that a gloss may take. */
  glossLines: number;
  scale: number;
  /** Whether its items stand well apart. */
  airy: boolean;
}

function list(items: readonly Item[], how: Manner, setting: Setting): Piece {
  const { shown, columns, glossLines, scale, airy } = how;
  const gutter = columns === 1 ? 0 : setting.space('gutter');
  const width = (setting.safe.width - gutter * (columns - 1)) / columns;
  const kept = items.slice(0, shown);
  const glossed = kept.some(({ gloss }) => gloss !== '');
  const beside = glossed && columns === 1 && setting.width > setting.height * 1.1;
  const size = itemScale(kept, { width, beside, scale }, setting);
  const room = Math.min(headwordRoom(width, beside, setting, size), widest(kept, setting, size));
  const cells = kept.map((item) =>
    cell(item, { width, room: beside ? room : null, glossLines }, setting, size),
  );
  const table = columnsPiece(cells, {
    ...{ width: setting.safe.width, columns, gutter },
    gap: setting.space(airy && glossed && !beside ? 'medium' : airy || glossed ? 'small' : 'hair', size),
  });
  const rest = items.length - shown;
  const more =
    rest === 0 ? EMPTY : text('gloss', `+ ${rest} more`, { width, colour: colours.quiet }, setting, scale);
  return stacked([
    { piece: columns > 1 && glossed ? together([table, divider(table, setting)]) : table, gap: 0 },
    { piece: moved(more, setting.space('medium', size), 0), gap: setting.space('small', scale) },
  ]);
}

function text(
  role: 'item' | 'gloss',
  words: string,
  { width, colour, maxLines = 1 }: { width: number; colour: string; maxLines?: number },
  setting: Setting,
  scale: number,
): Piece {
  return textPiece(
    words,
    setting.style(role, words, scale, { colour }),
    { width, maxLines },
    setting.measure,
  );
}

/** Width of the longest headword on one line. */
function widest(items: readonly Item[], setting: Setting, scale: number): number {
  const widthOf = ({ headword }: Item): number =>
    longestLine(headword, setting.style('item', headword, scale), setting.measure);
  return Math.ceil(Math.max(0, ...items.map(widthOf)));
}

/** What headwords may take of a column: half of it, more or less, where glosses stand beside them. */
function headwordRoom(width: number, beside: boolean, setting: Setting, scale: number): number {
  return Math.floor((width - setting.space('medium', scale)) * (beside ? MOST_FOR_HEADWORDS : 1));
}

/**
 * The scale, from the text's on down, at which every headword stays on one line, if it is not much smaller. Nothing
 * is enlarged so that headwords need more lines.
 */
function itemScale(
  items: readonly Item[],
  { width, beside, scale }: { width: number; beside: boolean; scale: number },
  setting: Setting,
): number {
  const usual = Math.min(1, scale);
  const fits = (tried: number): boolean =>
    widest(items, setting, tried) <= headwordRoom(width, beside, setting, tried);
  return scalesDownTo(LEAST_FOR_ONE_LINE * usual, scale).find(fits) ?? usual;
}

/** A dot, the headword, and its gloss: beside it where headwords have a room of their own, else below it. */
function cell(
  { headword, gloss }: Item,
  { width, room, glossLines }: { width: number; room: number | null; glossLines: number },
  setting: Setting,
  scale: number,
): Piece {
  const indent = setting.space('medium', scale);
  const left = room === null ? 0 : room + setting.space('large', scale);
  const named = { width: room ?? width - indent, colour: colours.text, maxLines: 3 };
  const name = text('item', headword, named, setting, scale);
  const meant = { width: width - indent - left, colour: colours.soft, maxLines: glossLines };
  const meaning = text('gloss', gloss, meant, setting, scale);
  const first = name.lines[0];
  const drop = room !== null && first ? first.baseline - (meaning.lines[0]?.baseline ?? first.baseline) : 0;
  const texts =
    room === null
      ? stacked([
          { piece: name, gap: 0 },
          { piece: meaning, gap: 0 },
        ])
      : {
          ...together([name, moved(meaning, left, drop)]),
          height: Math.max(name.height, meaning.height + drop),
        };
  return { ...together([dot(first), moved(texts, indent, 0)]), width, height: texts.height };
}

/** A quiet line between two columns: a gloss that ends at it, running from right to left, belongs to the first. */
function divider({ width, height }: Piece, setting: Setting): Piece {
  const thickness = Math.max(1, Math.round(setting.bar / 3));
  const box = { x: Math.round((width - thickness) / 2), y: 0, width: thickness, height };
  return { ...EMPTY, shapes: [{ role: 'divider', ...box, radius: thickness / 2, colour: colours.pill }] };
}

/** An accent dot at half the height of a line's small letters. */
function dot(line: Piece['lines'][number] | undefined): Piece {
  if (!line) return EMPTY;
  const size = Math.max(3, Math.round(line.px * 0.18));
  const y = Math.round(line.baseline - line.px * 0.27 - size / 2);
  const shape = { role: 'dot', x: 0, y, width: size, height: size, radius: size / 2, colour: colours.accent };
  return { ...EMPTY, shapes: [shape] };
}
