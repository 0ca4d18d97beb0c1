/** Slides: what langflix draws, and the one look of everything it draws or burns in. */
export { type SlideItem, slideItemSchema } from '../shared/inputs.js';
export { captionTheme, shortTheme } from './caption-theme.js';
export { arrangeStill, drawStill, type StillOptions } from './draw/draw-still.js';
export { isStoryboard, type StoryboardPicture, storyboard } from './draw/storyboard.js';
export { type CleanText, cleanText, drawable } from './fonts/drawable.js';
export {
  captionFontsFolder,
  FONT_FAMILIES,
  type FontFamily,
  type FontFile,
  type FontSet,
  fontsFingerprint,
  fontsFolder,
  loadFonts,
} from './fonts/families.js';
export { assertDrawable, familyFor, measureText, missingGlyphs } from './fonts/glyphs.js';
export type { Arrangement } from './layout/fit.js';
export { breakLines, type LineSpan } from './layout/line-breaks.js';
export { isMarked, marked } from './mark.js';
export { slideFromContent } from './slide-from-content.js';
export { pauseBar } from './stills/pause.js';
export { baseOf, theme } from './theme.js';
