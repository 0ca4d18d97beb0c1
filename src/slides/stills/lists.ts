import type { EndContent, TitleContent } from '../../lesson/plan-types.js';
import { type Arrangement, firstFitting, scalesDownTo } from '../layout/fit.js';
import { columnsPiece, pillsPiece } from '../layout/panel-piece.js';
import { EMPTY, moved, type Piece, stacked, together } from '../layout/piece.js';
import { longestLine, textPiece } from '../layout/text-piece.js';
import { type TypeRole, theme } from '../theme.js';
import type { Setting } from './setting.js';

const { colours } = theme;

/** Lays out the title: the episode, the level, and as many of the expressions to come as fit. Pure. */
export function titleArrangement(content: TitleContent, setting: Setting): Arrangement {
  const items = content.headwords.map((headword) => ({ headword, gloss: '' }));
  return listed(items, setting, (scale) => {
    const pill = (text: string, colour: string) => ({
      text,
      style: setting.style('tag', text, scale, { colour, align: 'centre' }),
      ground: colours.pill,
    });
    const count = items.length === 1 ? '1 expression' : `${items.length} expressions`;
    return stacked([
      { piece: words('title', content.title, setting, scale, colours.text, 2), gap: 0 },
      {
        piece: pillsPiece(
          [pill(`Level ${content.level}`, colours.accent), pill(count, colours.soft)],
          { width: setting.safe.width, gap: setting.space('small', scale) },
          setting.measure,
        ),
        gap: setting.space('small', scale),
      },
      {
        piece:
          items.length === 0 ? EMPTY : words('label', 'In this lesson', setting, scale, colours.quiet, 1),
        gap: setting.space('huge', scale),
      },
    ]);
  });
}

/** Lays out the end card: the expressions of the lesson, each with its gloss. Pure. */
export function endArrangement(content: EndContent, setting: Setting): Arrangement {
  return listed(content.items, setting, (scale) =>
    words('prompt', 'What you learned', setting, scale, colours.accent, 2),
  );
}

function words(
  role: TypeRole,
  text: string,
  setting: Setting,
  scale: number,
  colour: string,
  maxLines: number,
  width = setting.safe.width,
): Piece {
  return textPiece(
    text,
    setting.style(role, text, scale, { colour, hug: true }),
    { width, maxLines },
    setting.measure,
  );
}

interface Item {
  headword: string;
  gloss: string;
}

/**
 * A heading with a list below it, in the middle of the height. Where not everything fits, glosses are cut to one line
 * first; then there are none, for more columns; then items are left out and counted: "+ 4 more".
 */
function listed(all: readonly Item[], setting: Setting, heading: (scale: number) => Piece): Arrangement {
  const { safe } = setting;
  const tried = (items: readonly Item[], shown: number, glossLines: number, scale: number): Piece[] =>
    columnsFor(items, shown, setting).map((columns) =>
      stacked([
        { piece: heading(scale), gap: 0 },
        {
          piece: list(items, { shown, columns, glossLines, scale }, setting),
          gap: setting.space('medium', scale),
        },
      ]),
    );
  const fits = (items: readonly Item[], shown: number, glossLines: number, scale: number): boolean =>
    tried(items, shown, glossLines, scale).some(({ height }) => height <= safe.height);
  const smallest = theme.shrinkFloor;

  // Nothing shrinks for the sake of a third or fourth line; a short list has room for it.
  const glossLines =
    [4, 3].find((lines) => fits(all, all.length, lines, 1)) ?? (fits(all, all.length, 2, smallest) ? 2 : 1);
  const items = fits(all, all.length, glossLines, smallest)
    ? all
    : all.map(({ headword }) => ({ headword, gloss: '' }));
  let shown = fits(items, items.length, glossLines, smallest) ? items.length : 0;
  if (shown < items.length) {
    // The more items, the higher: the most that fit are found by halving.
    let tooMany = items.length;
    while (tooMany - shown > 1) {
      const middle = Math.floor((shown + tooMany) / 2);
      if (fits(items, middle, glossLines, smallest)) shown = middle;
      else tooMany = middle;
    }
  }
  const candidates = function* (): Generator<Piece> {
    for (const scale of scalesDownTo(shown > 0 ? smallest : 0.4))
      yield* tried(items, shown, glossLines, scale);
  };
  const piece = firstFitting(candidates(), safe.height) ?? EMPTY;
  const { lines, shapes } = moved(piece, safe.x, safe.y + Math.round((safe.height - piece.height) / 2));
  return { width: setting.width, height: setting.height, lines, shapes };
}

/**
 * One column reads best; two where there are many items, or little height; more for many headwords without glosses.
 * Portrait pictures have no room for more than two.
 */
function columnsFor(items: readonly Item[], shown: number, { width, height }: Setting): readonly number[] {
  const bare = items.every(({ gloss }) => gloss === '');
  if (width < height * 1.1) return bare && shown > 12 ? [1, 2] : [1];
  if (shown < 4) return [1];
  if (shown <= 6) return [1, 2];
  return bare && shown > 12 ? [2, 3, 4] : [2];
}

/** A short list may be set larger: there is room. */
const FEW = { items: 6, scale: 1.3 };
/** Text is not set smaller than this for the sake of one long headword, which takes two lines then. */
const LEAST_FOR_ONE_LINE = 0.9;

function list(
  items: readonly Item[],
  how: { shown: number; columns: number; glossLines: number; scale: number },
  setting: Setting,
): Piece {
  const { shown, columns, glossLines, scale } = how;
  const gutter = columns === 1 ? 0 : setting.space('large') / (columns / 2);
  const width = (setting.safe.width - gutter * (columns - 1)) / columns;
  const beside = columns === 1 && setting.width > setting.height * 1.1;
  const kept = items.slice(0, shown);
  const size = itemScale(kept, width, beside, setting, scale, items.length <= FEW.items ? FEW.scale : 1);
  const cells = kept.map((item) => cell(item, { width, beside, glossLines }, setting, size));
  const rest = items.length - shown;
  const more = rest === 0 ? EMPTY : words('gloss', `+ ${rest} more`, setting, scale, colours.quiet, 1, width);
  const gap = setting.space(items.some(({ gloss }) => gloss !== '') ? 'small' : 'hair', size);
  return stacked([
    { piece: columnsPiece(cells, { width: setting.safe.width, columns, gutter, gap }), gap: 0 },
    { piece: more, gap: setting.space('small', scale) },
  ]);
}

/** The scale, from `largest` times the text's on down, at which every headword stays on one line, if it is not much smaller. */
function itemScale(
  items: readonly Item[],
  width: number,
  beside: boolean,
  setting: Setting,
  scale: number,
  largest: number,
): number {
  const fits = (tried: number): boolean =>
    items.every(({ headword, gloss }) => {
      const room = headwordRoom(width, beside && gloss !== '', setting, tried);
      return longestLine(headword, setting.style('item', headword, tried), setting.measure) <= room;
    });
  const steps = scalesDownTo(LEAST_FOR_ONE_LINE / largest).map((step) => step * largest * scale);
  return steps.find(fits) ?? scale;
}

/** In a wide column the headword takes its left part and the gloss stands beside it. */
function headwordRoom(width: number, split: boolean, setting: Setting, scale: number): number {
  const indent = setting.space('medium', scale);
  return split ? Math.round((width - indent) * 0.46) - indent : width - indent;
}

/** A dot, the headword, and its gloss: beside it in a wide column, below it in a narrow one. */
function cell(
  { headword, gloss }: Item,
  how: { width: number; beside: boolean; glossLines: number },
  setting: Setting,
  scale: number,
): Piece {
  const { width, beside, glossLines } = how;
  const indent = setting.space('medium', scale);
  const split = beside && gloss !== '';
  const room = headwordRoom(width, split, setting, scale);
  const left = split ? room + indent : 0;
  const name = words('item', headword, setting, scale, colours.text, 3, room);
  const meaning = words('gloss', gloss, setting, scale, colours.soft, glossLines, width - indent - left);
  const first = name.lines[0];
  const drop = split && first ? first.baseline - (meaning.lines[0]?.baseline ?? first.baseline) : 0;
  const texts = split
    ? {
        ...together([name, moved(meaning, left, drop)]),
        height: Math.max(name.height, meaning.height + drop),
      }
    : stacked([
        { piece: name, gap: 0 },
        { piece: meaning, gap: 0 },
      ]);
  return { ...together([dot(first), moved(texts, indent, 0)]), width, height: texts.height };
}

/** An accent dot at half the height of a line's small letters. */
function dot(line: Piece['lines'][number] | undefined): Piece {
  if (!line) return EMPTY;
  const size = Math.max(3, Math.round(line.px * 0.18));
  const y = Math.round(line.baseline - line.px * 0.27 - size / 2);
  const shape = { role: 'dot', x: 0, y, width: size, height: size, radius: size / 2, colour: colours.accent };
  return { ...EMPTY, shapes: [shape] };
}
