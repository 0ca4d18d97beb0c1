import type { PauseContent } from '../../lesson/plan-types.js';
import { type Arrangement, firstFitting, safeArea, scalesDownTo } from '../layout/fit.js';
import { type Box, EMPTY, moved, type Piece, stacked } from '../layout/piece.js';
import { textPiece } from '../layout/text-piece.js';
import { baseOf, type TypeRole, theme } from '../theme.js';
import type { Setting } from './setting.js';

/**
 * The bar of a pause, full, in the middle of the picture's foot: pixels from the top left. The still shows its groove;
 * the bar itself runs down in it.
 */
export function pauseBar(size: { width: number; height: number }): Box & { colour: string } {
  const base = baseOf(size);
  const safe = safeArea(size, theme.safe);
  const even = (pixels: number): number => Math.max(2, Math.round(pixels / 2) * 2);
  const width = even(Math.min(safe.width, theme.timeBar.width * base));
  const height = Math.max(4, even(theme.timeBar.height * base));
  return {
    x: Math.round((size.width - width) / 2),
    y: safe.y + safe.height - height,
    width,
    height,
    colour: theme.colours.accent,
  };
}

/**
 * Lays out the pause: a quiet picture that asks the viewer to say the line, with the groove of {@link pauseBar}. Pure.
 */
export function pauseArrangement(content: PauseContent, setting: Setting): Arrangement {
  const { measure } = setting;
  const bar = pauseBar(setting);
  const groove = { ...bar, role: 'groove', radius: bar.height / 2, colour: theme.colours.pill };
  const safe = { ...setting.safe, height: bar.y - setting.space('medium') - setting.safe.y };
  const candidates = function* (): Generator<Piece> {
    for (const scale of scalesDownTo(0.4, theme.growth)) {
      const centred = (role: TypeRole, text: string, colour: string, lines: number): Piece => {
        const style = setting.style(role, text, scale, { colour, align: 'centre' });
        const piece = textPiece(text, style, { width: safe.width, maxLines: lines }, measure);
        return { ...moved(piece, (safe.width - piece.width) / 2, 0), width: safe.width };
      };
      // On the last try a line that is out of all bounds is cut.
      const lines = scale > 0.4 ? Number.POSITIVE_INFINITY : 5;
      yield stacked([
        { piece: centred('label', 'Your turn', theme.colours.accent, 1), gap: 0 },
        {
          piece: centred('prompt', content.line, theme.colours.text, lines),
          gap: setting.space('large', scale),
        },
        {
          piece: centred('label', 'Say it aloud', theme.colours.quiet, 1),
          gap: setting.space('large', scale),
        },
      ]);
    }
  };
  const piece = firstFitting(candidates(), safe.height) ?? EMPTY;
  const { lines, shapes } = moved(piece, safe.x, safe.y + Math.round((safe.height - piece.height) / 2));
  return { width: setting.width, height: setting.height, lines, shapes: [...shapes, groove] };
}
