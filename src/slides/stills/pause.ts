import type { PauseContent } from '../../lesson/plan-types.js';
import { type Arrangement, firstFitting, scalesDownTo } from '../layout/fit.js';
import { EMPTY, moved, type Piece, stacked } from '../layout/piece.js';
import { textPiece } from '../layout/text-piece.js';
import { type TypeRole, theme } from '../theme.js';
import type { Setting } from './setting.js';

/** There is nothing but the line to see: a short one is set larger. */
const LARGER = [1.25, 1.2, 1.15, 1.1, 1.05];

/** Lays out the pause: a quiet picture that asks the viewer to say the line. Pure. */
export function pauseArrangement(content: PauseContent, setting: Setting): Arrangement {
  const { safe, measure } = setting;
  const candidates = function* (): Generator<Piece> {
    for (const scale of [...LARGER, ...scalesDownTo(0.4)]) {
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
  return { width: setting.width, height: setting.height, lines, shapes };
}
