import type { Caption } from '../../lesson/plan-types.js';

/** Which of the theme's fonts draws a stretch of text. */
export type CaptionScript = 'latin' | 'korean' | 'japanese' | 'chinese' | 'arabic' | 'hebrew';

export interface CaptionFont {
  /** Family name as the font files carry it: `Noto Sans KR`. Regular and bold must both be in `fontsdir`. */
  family: string;
  /**
   * (usWinAscent + usWinDescent) / unitsPerEm of the font file. An ASS font size is the height of the line,
   * not of the em as in CSS: libass scales a font so that these two metrics together give the size asked for.
   */
  lineHeightPerEm: number;
  /** Whether the font has a character. Where this is left out, it is taken to have all of its script's. */
  covers?: (character: string) => boolean;
}

/** How captions look. Values live with the slides' theme, so that captions and slides agree. */
export interface CaptionTheme {
  /** `latin` also draws Greek, Cyrillic and everything that no other script claims. */
  fonts: Record<CaptionScript, CaptionFont>;
  /** `#rrggbb`. `lit` is the accent of an expression's words; `box` lies behind each caption. */
  colours: Record<Caption['role'] | 'lit' | 'outline' | 'box', string>;
  /** 0 (no box) to 1 (a solid one). */
  boxOpacity: number;
  /** What `sizes` refer to: pixels, of a picture's size in pixels. */
  baseOf: (picture: { width: number; height: number }) => number;
  /** Em height of each role as a share of the base. */
  sizes: Record<Caption['role'], number>;
  /** No caption starts out with a smaller em than this, in pixels, however small the picture. */
  minPx: number;
  /** A text that is too long for two lines shrinks to no less than this share of its size. */
  shrinkFloor: number;
  /** The same for single roles. */
  shrinkFloors?: Partial<Record<Caption['role'], number>>;
  /** From one line to the next, in ems. */
  lineSpacing: number;
  /** Lines that a text takes where two are not enough at its smallest; 3 unless told. What is longer is cut. */
  mostLines?: number;
  /** Free space: `side` as a share of the picture's width, `top` and `bottom` of its height. */
  margin: { side: number; top: number; bottom: number };
  /** Where a focus segment's `line` has its lower edge, as a share of the picture's height from its top. */
  lineBottom: number;
}

/** Width in pixels of `text` on one line, in a font whose em is `px` high. */
export type TextMeasure = (text: string, font: { family: string; bold: boolean; px: number }) => number;
