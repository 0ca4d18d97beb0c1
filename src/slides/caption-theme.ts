import type { CaptionFont, CaptionTheme } from '../subtitles/index.js';
import { type FontFamily, LINE_HEIGHT_PER_EM } from './fonts/families.js';
import { hasGlyph } from './fonts/glyphs.js';
import { baseOf, theme } from './theme.js';

function captionFont(family: FontFamily): CaptionFont {
  return {
    family,
    lineHeightPerEm: LINE_HEIGHT_PER_EM[family],
    covers: (character) => hasGlyph(family, character),
  };
}

/** The look of the subtitles, focus lines, meanings and glosses that the ASS writer burns in. */
export const captionTheme: CaptionTheme = {
  fonts: {
    latin: captionFont('Noto Sans'),
    korean: captionFont('Noto Sans KR'),
    japanese: captionFont('Noto Sans JP'),
    chinese: captionFont('Noto Sans SC'),
    arabic: captionFont('Noto Sans Arabic'),
    hebrew: captionFont('Noto Sans Hebrew'),
  },
  colours: {
    source: theme.colours.text,
    translation: theme.colours.soft,
    line: theme.colours.text,
    meaning: theme.colours.text,
    gloss: theme.colours.accent,
    headword: theme.colours.text,
    lit: theme.colours.accent,
    outline: theme.colours.outline,
    box: theme.colours.groundTo,
  },
  boxOpacity: 0.84,
  baseOf,
  sizes: { source: 0.06, translation: 0.055, line: 0.08, meaning: 0.058, gloss: 0.058, headword: 0.08 },
  minPx: 12,
  shrinkFloor: theme.shrinkFloor,
  // The one line of a focus begins larger; what it means stays readable and takes a line more.
  shrinkFloors: { line: 0.64, meaning: 0.86, gloss: 0.86 },
  mostLines: 4,
  lineSpacing: 1.3,
  margin: { side: theme.safe.x, top: theme.safe.y, bottom: theme.safe.y },
  // As low as leaves room for a meaning and a gloss of a line each: faces are above it.
  lineBottom: 0.715,
};

/** The same for shorts: seen upright in the hand, with room for a line more above and below the picture. */
export const shortTheme: CaptionTheme = {
  ...captionTheme,
  colours: { ...captionTheme.colours, gloss: theme.colours.text },
  sizes: { ...captionTheme.sizes, source: 0.076, translation: 0.066, headword: 0.122, gloss: 0.074 },
  shrinkFloor: 0.86,
  shrinkFloors: { headword: 0.6 },
  mostLines: 6,
  margin: theme.shorts.safe,
};
