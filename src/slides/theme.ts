/**
 * How everything that langflix draws looks: slides, title, pause, end card and, through `captionTheme` and
 * `shortTheme`, the captions burned into the picture. A warm dark ground, cream text, one amber accent. What is to be
 * learned has a contrast of at least 7:1 on the grounds it is used on (WCAG 2.2, success criterion 1.4.6), labels of
 * at least 4.5:1 (1.4.3).
 */
export const theme = {
  /** `#rrggbb`. */
  colours: {
    /** The ground, from its upper left to its lower right corner. */
    groundFrom: '#23202c',
    groundTo: '#131219',
    panel: '#2d2937',
    pill: '#373241',
    text: '#f8f3e9',
    /** Second in rank: meanings, translations of lines. */
    soft: '#e8e1d5',
    /** Labels: what nobody learns. */
    quiet: '#bbb4a9',
    accent: '#ffc35c',
    outline: '#0d0c11',
  },

  /**
   * Em heights as a share of the base (see {@link baseOf}), and the distance of lines in ems. The smallest text
   * that must be read is still 8 pixels high on a picture shown 360 pixels wide.
   */
  type: {
    headword: { size: 0.128, leading: 1.2, bold: true },
    title: { size: 0.118, leading: 1.22, bold: true },
    prompt: { size: 0.086, leading: 1.3, bold: true },
    translation: { size: 0.078, leading: 1.28, bold: false },
    meaning: { size: 0.068, leading: 1.3, bold: false },
    line: { size: 0.066, leading: 1.3, bold: false },
    lineTranslation: { size: 0.064, leading: 1.34, bold: false },
    item: { size: 0.06, leading: 1.28, bold: true },
    gloss: { size: 0.056, leading: 1.28, bold: false },
    similar: { size: 0.052, leading: 1.3, bold: false },
    label: { size: 0.048, leading: 1.3, bold: true },
    tag: { size: 0.046, leading: 1.3, bold: true },
    origin: { size: 0.046, leading: 1.3, bold: false },
  },

  /** Shares of the base. */
  space: { hair: 0.012, small: 0.022, medium: 0.032, large: 0.05, huge: 0.07, gutter: 0.1 },

  /** Corner radius of panels and width of accent bars, as shares of the base. */
  radius: 0.024,
  bar: 0.009,

  /** Free edge on each side, as shares of width and height: the title-safe area of EBU R 95 is 5 %. */
  safe: { x: 0.065, y: 0.07 },

  /** The bar of a pause that runs down: how long the viewer has left. Shares of the base; it stands at the foot. */
  timeBar: { width: 0.8, height: 0.016 },

  /** Clips for phones. */
  shorts: {
    /** In pixels. */
    size: { width: 1080, height: 1920 },
    /** Where the picture's middle stands, as a share of the height: what apps lay over a clip is mostly below. */
    centre: 0.47,
    /** Of the blurred copy behind the picture: the accent on it keeps a contrast of 4.5:1 over a white picture. */
    backdropBrightness: 0.28,
    /** Free edge, as shares of width and height: names, buttons and captions of the apps are there. */
    safe: { side: 0.08, top: 0.08, bottom: 0.14 },
  },

  /** A title names no more than so many of the expressions to come. */
  titleCard: { mostItems: 12 },

  /** An end card lists no more than so many expressions; a longer lesson has several. */
  endCard: { mostItems: 10 },

  /** Texts shrink together to no less than this share of their size before something is left out. */
  shrinkFloor: 0.72,

  /** A still with little on it has its text larger, by up to this factor. */
  growth: 1.25,

  /** Letters are never drawn smaller than this, in pixels. */
  minPx: 9,
} as const;

export type TypeRole = keyof typeof theme.type;

/**
 * What the sizes of all text refer to, in pixels: the picture's height, as long as it is between half and four fifths
 * of its width. Screens show pictures of all shapes at their own width, so text on a wider or narrower picture goes by
 * that.
 */
export function baseOf({ width, height }: { width: number; height: number }): number {
  return Math.min(Math.max(height, width * 0.5), width * 0.8);
}
