/**
 * How everything that langflix draws looks: slides, title, pause, end card and, through `captionTheme` and
 * `shortTheme`, the captions burned into the picture. A warm dark ground, cream text, one amber accent. Each text colour has a
 * contrast of at least 4.5:1 on the grounds it is used on (WCAG 2.2, success criterion 1.4.3).
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
    soft: '#d5cec2',
    /** The same on the see-through boxes of captions, which a bright picture lightens. */
    softOnPicture: '#e8e1d5',
    /** Labels, footers. */
    quiet: '#aca59b',
    accent: '#ffc35c',
    outline: '#0d0c11',
  },

  /**
   * Em heights as a share of the base (see {@link baseOf}), and the distance of lines in ems. The smallest text
   * that must be read is still 8 pixels high on a picture shown 360 pixels wide.
   */
  type: {
    headword: { size: 0.128, leading: 1.22, bold: true },
    title: { size: 0.118, leading: 1.22, bold: true },
    prompt: { size: 0.086, leading: 1.32, bold: true },
    translation: { size: 0.074, leading: 1.3, bold: false },
    meaning: { size: 0.064, leading: 1.32, bold: false },
    line: { size: 0.062, leading: 1.34, bold: false },
    item: { size: 0.056, leading: 1.3, bold: true },
    gloss: { size: 0.052, leading: 1.3, bold: false },
    lineTranslation: { size: 0.056, leading: 1.36, bold: false },
    similar: { size: 0.046, leading: 1.34, bold: false },
    label: { size: 0.046, leading: 1.3, bold: true },
    tag: { size: 0.042, leading: 1.3, bold: true },
    footer: { size: 0.036, leading: 1.3, bold: false },
  },

  /** Shares of the base. */
  space: { hair: 0.012, small: 0.022, medium: 0.034, large: 0.05, huge: 0.07 },

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

  /** Texts shrink together to no less than this share of their size before something is left out. */
  shrinkFloor: 0.72,

  /** Letters are never drawn smaller than this, in pixels. */
  minPx: 9,
} as const;

export type TypeRole = keyof typeof theme.type;

/**
 * What the type scale refers to, in pixels: the picture's height, but in narrow pictures a share of the width, so
 * that a portrait picture, seen at the same width as a landscape one, is not filled by five words.
 */
export function baseOf(size: { width: number; height: number }): number {
  return Math.min(size.height, size.width * 0.8);
}
