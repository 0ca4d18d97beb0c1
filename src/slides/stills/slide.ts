import type { Range, SlideContent } from '../../lesson/plan-types.js';
import { withinWords } from '../../lesson/slide-words.js';
import { type Arrangement, firstFitting, scalesDownTo } from '../layout/fit.js';
import { panelInset, panelPiece, pillsPiece } from '../layout/panel-piece.js';
import { EMPTY, moved, type Piece, stacked, together } from '../layout/piece.js';
import { longestWord, type TextStyle, textPiece } from '../layout/text-piece.js';
import { theme } from '../theme.js';
import type { Setting } from './setting.js';

const { colours } = theme;

/** Share of its size that text keeps rather than that everything is shown. */
const LEAST_WITH_ALL = 0.85;

/** What a crowded slide does without, one step after the other, each after its text has shrunk to `floor`. */
const THINNER: readonly { thinner: (content: SlideContent) => SlideContent; floor: number }[] = [
  { thinner: (content) => content, floor: LEAST_WITH_ALL },
  { thinner: (content) => ({ ...content, similar: content.similar.slice(0, 1) }), floor: LEAST_WITH_ALL },
  { thinner: (content) => ({ ...content, similar: [] }), floor: theme.shrinkFloor },
  {
    thinner: (content) => ({ ...content, similar: [], lineTranslation: null }),
    floor: theme.shrinkFloor,
  },
];

/** Lines that a text may take; the last entry is for pictures in which nothing else fits. */
const ROOMS = [
  { headword: 2, meaning: 5, translation: 4, line: 8, lineTranslation: 6 },
  { headword: 2, meaning: 2, translation: 1, line: 2, lineTranslation: 1 },
] as const;

type Room = (typeof ROOMS)[number];

/** Share of the width below which an origin beside level and kind would be no more than a word and "…". */
const LEAST_FOR_ORIGIN = 0.2;

/**
 * Lays out an expression's slide: the headword largest, then what it means, then the line it came from on a panel
 * with its translation, the expression lit in both; kind, level and origin quietly above. Parts that are null leave no
 * gap, and all others are larger then. Pure.
 */
export function slideArrangement(content: SlideContent, setting: Setting): Arrangement {
  const { safe } = setting;
  const shown = withinWords(content);
  const candidates = function* (): Generator<Piece> {
    for (const { thinner, floor } of THINNER) {
      for (const scale of scalesDownTo(floor, theme.growth))
        yield body(thinner(shown), setting, scale, ROOMS[0]);
    }
    const thinnest = THINNER.at(-1)?.thinner(shown) ?? shown;
    for (const scale of scalesDownTo(0.4)) yield body(thinnest, setting, scale, ROOMS[1]);
  };
  const piece = firstFitting(candidates(), safe.height) ?? EMPTY;
  const { lines, shapes } = moved(piece, safe.x, safe.y + Math.round((safe.height - piece.height) / 2));
  return { width: setting.width, height: setting.height, lines, shapes };
}

function body(content: SlideContent, setting: Setting, scale: number, room: Room): Piece {
  const { width } = setting.safe;
  const { measure } = setting;
  const space = (name: keyof typeof theme.space): number => setting.space(name, scale);
  const text = (
    role: 'meaning' | 'translation' | 'line' | 'lineTranslation' | 'similar',
    words: string | null,
    colour: string,
    { within = width, maxLines, lit = [] }: { within?: number; maxLines: number; lit?: readonly Range[] },
  ): Piece =>
    textPiece(
      words ?? '',
      setting.style(role, words ?? '', scale, { colour }),
      { width: within, maxLines },
      measure,
      { ranges: lit, colour: colours.accent },
    );

  const look = {
    width,
    padding: space('medium'),
    bar: setting.bar,
    radius: setting.radius,
    colour: colours.panel,
    accent: colours.accent,
  };
  const within = width - 2 * panelInset(look);
  const spoken = stacked([
    {
      piece: text('line', content.line, colours.text, { within, maxLines: room.line, lit: content.lit }),
      gap: 0,
    },
    {
      piece: text('lineTranslation', content.lineTranslation, colours.soft, {
        within,
        maxLines: room.lineTranslation,
        lit: content.lineTranslationLit,
      }),
      gap: space('hair'),
    },
  ]);
  const similar = content.similar.length === 0 ? null : `Also: ${content.similar.join(', ')}`;
  return stacked([
    { piece: topPiece(content, setting, Math.min(1, scale)), gap: 0 },
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
      piece: text('translation', content.translation, colours.accent, { maxLines: room.translation }),
      gap: space('hair'),
    },
    {
      piece: text('meaning', content.meaning, colours.text, { maxLines: room.meaning }),
      gap: space('small'),
    },
    { piece: panelPiece(spoken, look), gap: space('medium') },
    { piece: text('similar', similar, colours.soft, { maxLines: 2 }), gap: space('medium') },
  ]);
}

/** Level and kind, each on a pill; beyond them, in the right corner, where the expression is from. */
function topPiece(content: SlideContent, setting: Setting, scale: number): Piece {
  const { width } = setting.safe;
  const gap = setting.space('small', scale);
  const tag = (text: string, colour: string) => ({
    text,
    style: setting.style('tag', text, scale, { colour, align: 'centre' }),
    ground: colours.pill,
  });
  const pills = pillsPiece(
    [
      ...(content.level === null ? [] : [tag(content.level, colours.accent)]),
      ...(content.expressionKind === null ? [] : [tag(content.expressionKind, colours.soft)]),
    ],
    { width, gap },
    setting.measure,
  );
  const rest = pills.width === 0 ? width : width - pills.width - 2 * gap;
  if (content.origin === null || rest < width * LEAST_FOR_ORIGIN) return pills;
  const origin = textPiece(
    content.origin,
    setting.style('origin', content.origin, scale, { colour: colours.quiet, align: 'right' }),
    { width: rest, maxLines: 1 },
    setting.measure,
  );
  const baseline = pills.lines[0] ? pills.lines[0].y + pills.lines[0].baseline : 0;
  const drop = Math.max(0, baseline - (origin.lines[0]?.baseline ?? 0));
  return together([pills, { ...moved(origin, width - rest, drop), height: origin.height + drop }]);
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
