import type { EndContent, TitleContent } from '../../lesson/plan-types.js';
import { textDirection } from '../../subtitles/index.js';
import type { Arrangement } from '../layout/fit.js';
import { pillsPiece } from '../layout/panel-piece.js';
import { EMPTY, moved, type Piece, stacked, together } from '../layout/piece.js';
import { textPiece } from '../layout/text-piece.js';
import { type TypeRole, theme } from '../theme.js';
import { listed } from './list.js';
import type { Setting } from './setting.js';

const { colours } = theme;

/** Lays out the title: the episode, the level, and expressions to come, as many as can be read. Pure. */
export function titleArrangement(content: TitleContent, setting: Setting): Arrangement {
  const items = content.headwords.map((headword) => ({ headword, gloss: '' }));
  const lines = (scale: number): number =>
    words('title', content.title, setting, scale, colours.text, 2).lines.length;
  return listed(items, { setting, most: theme.titleCard.mostItems }, (scale) => {
    // Labels stay labels, and no title is enlarged onto a second line.
    const usual = Math.min(1, scale);
    const large = lines(usual) === lines(scale) ? scale : usual;
    const pill = (text: string, colour: string) => ({
      text,
      style: setting.style('tag', text, usual, { colour, align: 'centre' }),
      ground: colours.pill,
    });
    const toTheRight = textDirection(content.title) === 'rtl';
    const count = items.length === 1 ? '1 expression' : `${items.length} expressions`;
    const pills = pillsPiece(
      [pill(`Level ${content.level}`, colours.accent), pill(count, colours.soft)],
      { width: setting.safe.width, gap: setting.space('small', usual) },
      setting.measure,
    );
    return stacked([
      { piece: words('title', content.title, setting, large, colours.text, 2), gap: 0 },
      {
        // Under the title, at whichever edge that begins.
        piece: toTheRight ? moved(pills, setting.safe.width - pills.width, 0) : pills,
        gap: setting.space('small', scale),
      },
      {
        piece:
          items.length === 0 ? EMPTY : words('label', 'In this lesson', setting, usual, colours.quiet, 1),
        gap: setting.space('huge', scale),
      },
    ]);
  });
}

/** Lays out an end card: expressions of the lesson, each with its gloss, and which card of how many it is. Pure. */
export function endArrangement({ items, page }: EndContent, setting: Setting): Arrangement {
  return listed(items, { setting, most: items.length }, (scale) => {
    const heading = words('prompt', 'What you learned', setting, scale, colours.accent, 2);
    if (page.of === 1) return heading;
    const count = words(
      'label',
      `${page.number} / ${page.of}`,
      setting,
      Math.min(1, scale),
      colours.quiet,
      1,
    );
    const drop = (heading.lines[0]?.baseline ?? 0) - (count.lines[0]?.baseline ?? 0);
    return together([heading, moved(count, setting.safe.width - count.width, drop)]);
  });
}

function words(
  role: TypeRole,
  text: string,
  setting: Setting,
  scale: number,
  colour: string,
  maxLines: number,
): Piece {
  const style = setting.style(role, text, scale, { colour });
  return textPiece(text, style, { width: setting.safe.width, maxLines }, setting.measure);
}
