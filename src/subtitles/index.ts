export { captionsToAss } from './ass/captions-to-ass.js';
export { directionMark, type TextDirection, textDirection } from './ass/direction.js';
export { eastAsianScript, fontRuns } from './ass/font-runs.js';
export type { CaptionSetting } from './ass/layout.js';
export type { CaptionFont, CaptionScript, CaptionTheme, TextMeasure } from './ass/theme.js';
export { type TimeBar, timeBarToAss } from './ass/time-bar.js';
export { oneLine, pairTranslation, translationFor } from './pairing.js';
export { cleanText } from './read/plain-text.js';
export { spokenRanges, spokenText } from './spoken.js';
