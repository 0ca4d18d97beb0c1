import type { TextMeasure } from '../../subtitles/index.js';
import { familyFor } from '../fonts/glyphs.js';
import { safeArea } from '../layout/fit.js';
import type { Box } from '../layout/piece.js';
import type { TextStyle } from '../layout/text-piece.js';
import { baseOf, type TypeRole, theme } from '../theme.js';

/** A picture's size with the theme's measures in its pixels. */
export interface Setting {
  width: number;
  height: number;
  safe: Box;
  measure: TextMeasure;
  /** A space of the theme in whole pixels, at a scale of the text. */
  space(name: keyof typeof theme.space, scale?: number): number;
  /** The style of a role of the theme for a text (whose script decides the family), at a scale. */
  style(role: TypeRole, text: string, scale?: number, changes?: Partial<TextStyle>): TextStyle;
  radius: number;
  bar: number;
}

/** The theme, applied to a size. `native`: the learner's language, by which Chinese characters get their font. */
export function settingFor(
  size: { width: number; height: number },
  measure: TextMeasure,
  native?: string | null,
): Setting {
  const base = baseOf(size);
  return {
    ...size,
    safe: safeArea(size, theme.safe),
    measure,
    space: (name, scale = 1) => Math.round(theme.space[name] * base * scale),
    style: (role, text, scale = 1, changes = {}) => {
      const { size: em, leading, bold } = theme.type[role];
      return {
        role,
        family: familyFor(text, native),
        px: Math.max(theme.minPx, Math.round(em * base * scale)),
        leading,
        bold,
        colour: theme.colours.text,
        ...changes,
      };
    },
    radius: Math.round(theme.radius * base),
    bar: Math.max(2, Math.round(theme.bar * base)),
  };
}
