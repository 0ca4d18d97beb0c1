/** The lesson: expressions, cues and a probe in, a plan of whole frames out. Everything here is pure. */
export { fileSlug } from './file-slug.js';
export { type FrameClock, frameClock } from './frame-clock.js';
export { heardCues } from './heard-cues.js';
export { type HeardStretch, isHeard, stretchesToHear } from './hearing.js';
export { lessonFormat, STANDARD_FRAME_RATES } from './lesson-format.js';
export { type PlanInput, planLesson } from './plan-lesson.js';
export { allSegments, groupPieces } from './plan-parts.js';
export type * from './plan-types.js';
export { slideContent, slideMs } from './slide-content.js';
export { MAX_SLIDE_WORDS, slideWords, withinWords } from './slide-words.js';
export { type LessonSummary, lessonSummary } from './summary.js';
export { mergeUtterances, type Utterance } from './utterances.js';
