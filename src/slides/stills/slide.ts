import type { SlideContent } from '../../lesson/plan-types.js';
import { type Arrangement, firstFitting, scalesDownTo } from '../layout/fit.js';
import { panelInset, panelPiece, pillsPiece } from '../layout/panel-piece.js';
import { EMPTY, moved, type Piece, stacked, together } from '../layout/piece.js';
import { longestWord, type TextStyle, textPiece } from '../layout/text-piece.js';
import { theme } from '../theme.js';
import type { Setting } from './setting.js';
import { withinWords } from './word-budget.js';

const { colours } = theme;

/** What a crowded slide does without, one step after the other, each after its text has shrunk to `floor`. */
const THINNER: readonly { thinner: (content: SlideContent) => SlideContent; floor: number }[] = [
  { thinner: (content) => content, floor: 0.9 },
  { thinner: (content) => ({ ...content, similar: content.similar.slice(0, 1) }), floor: 0.9 },
  { thinner: (content) => ({ ...content, similar: [] }), floor: theme.shrinkFloor },
  {
    thinner: (content) => ({ ...content, similar: [], lineTranslation: null }),
    floor: theme.shrinkFloor,
  },
];

/** Lines that a text may take; the last entry is for pictures in which nothing else fits. */
const ROOMS = [
  { headword: 2, meaning: 3, translation: 2, line: 5, lineTranslation: 3 },
  { headword: 2, meaning: 2, translation: 1, line: 2, lineTranslation: 1 },
] as const;

type Room = (typeof ROOMS)[number];

/**
 * Lays out an expression's slide: the headword largest, then what it means, then the line it came from on a panel,
 * its words lit; kind, level, similar expressions and footer quietly. Parts that are null leave no gap. Pure.
 */
export function slideArrangement(content: SlideContent, setting: Setting): Arrangement {
  const foot = footPiece(content, setting);
  const height = setting.safe.height - (foot.height > 0 ? foot.height + setting.space('medium') : 0);
  const shown = withinWords(content);
  const candidates = function* (): Generator<Piece> {
    for (const { thinner, floor } of THINNER) {
      for (const scale of scalesDownTo(floor)) yield body(thinner(shown), setting, scale, ROOMS[0]);
    }
    const thinnest = THINNER.at(-1)?.thinner(shown) ?? shown;
    for (const scale of scalesDownTo(0.4)) yield body(thinnest, setting, scale, ROOMS[1]);
  };
  const piece = firstFitting(candidates(), height) ?? EMPTY;
  const { safe } = setting;
  const placed = moved(piece, safe.x, safe.y + Math.round((height - piece.height) / 2));
  const all = together([placed, moved(foot, safe.x, safe.y + safe.height - foot.height)]);
  return { width: setting.width, height: setting.height, lines: all.lines, shapes: all.shapes };
}

function body(content: SlideContent, setting: Setting, scale: number, room: Room): Piece {
  const { width } = setting.safe;
  const { measure } = setting;
  const space = (name: keyof typeof theme.space): number => setting.space(name, scale);
  const text = (
    role: 'meaning' | 'translation' | 'lineTranslation' | 'similar',
    words: string | null,
    colour: string,
    wide: number,
    maxLines: number,
  ): Piece =>
    words === null
      ? EMPTY
      : textPiece(
          words,
          setting.style(role, words, scale, { colour, hug: true }),
          { width: wide, maxLines },
          measure,
        );

  const look = {
    width,
    padding: space('medium'),
    bar: setting.bar,
    radius: setting.radius,
    colour: colours.panel,
    accent: colours.accent,
  };
  const wide = width - 2 * panelInset(look);
  const line =
    content.line === null
      ? EMPTY
      : textPiece(
          content.line,
          setting.style('line', content.line, scale),
          { width: wide, maxLines: room.line },
          measure,
          { ranges: content.lit, colour: colours.accent },
        );
  const spoken = stacked([
    { piece: line, gap: 0 },
    {
      piece: text('lineTranslation', content.lineTranslation, colours.soft, wide, room.lineTranslation),
      gap: space('hair'),
    },
  ]);
  const similar = content.similar.length === 0 ? null : `Also: ${content.similar.join(', ')}`;
  return stacked([
    { piece: tagPiece(content, setting, scale), gap: 0 },
    {
      piece: headwordPiece(
        content.headword,
        setting,
        scale,
        room.headword + (setting.height > setting.width ? 1 : 0),
      ),
      gap: space('hair'),
    },
    {
      piece: text('translation', content.translation, colours.accent, width, room.translation),
      gap: space('hair'),
    },
    { piece: text('meaning', content.meaning, colours.text, width, room.meaning), gap: space('small') },
    { piece: panelPiece(spoken, look), gap: space('large') },
    { piece: text('similar', similar, colours.quiet, width, 2), gap: space('medium') },
  ]);
}

/** Kind and level, each on a pill. */
function tagPiece(content: SlideContent, setting: Setting, scale: number): Piece {
  const tag = (text: string, colour: string) => ({
    text,
    style: setting.style('tag', text, scale, { colour, align: 'centre' }),
    ground: colours.pill,
  });
  const tags = [
    ...(content.level === null ? [] : [tag(content.level, colours.accent)]),
    ...(content.expressionKind === null ? [] : [tag(content.expressionKind, colours.soft)]),
  ];
  return pillsPiece(tags, { width: setting.safe.width, gap: setting.space('small', scale) }, setting.measure);
}

/** A headword shrinks, to half its size at most, before it takes a third line or one of its words is broken. */
function headwordPiece(headword: string, setting: Setting, scale: number, maxLines: number): Piece {
  const { width } = setting.safe;
  const style = (share: number): TextStyle => setting.style('headword', headword, scale * share);
  const share =
    scalesDownTo(0.5).find((tried) => {
      if (longestWord(headword, style(tried), setting.measure) > width) return false;
      const lines = textPiece(headword, style(tried), { width, maxLines: 9 }, setting.measure).lines.length;
      return lines <= (tried > 0.8 ? 1 : maxLines);
    }) ?? 0.5;
  return textPiece(headword, style(share), { width, maxLines: maxLines + 1 }, setting.measure);
}

function footPiece(content: SlideContent, setting: Setting): Piece {
  if (content.footer === null) return EMPTY;
  const style = setting.style('footer', content.footer, 1, { colour: colours.quiet, hug: true });
  return textPiece(content.footer, style, { width: setting.safe.width, maxLines: 1 }, setting.measure);
}
