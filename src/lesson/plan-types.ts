import type { Expression } from '../shared/expression.js';
import type { Rational } from '../shared/rational.js';

/** Character range `[start, end)` in UTF-16 offsets. */
export interface Range {
  start: number;
  end: number;
}

/** What all segments of one lesson share. */
export interface LessonFormat {
  /** Even, in square pixels. */
  width: number;
  height: number;
  /** One constant rate for the whole lesson. */
  frameRate: Rational;
  /** Samples per second; sound is always stereo. */
  sampleRate: 48000;
}

/** A `pause` is a still with a bar that runs down. A `short` is a clip of its own, and no part of the lesson. */
export type SegmentKind = 'title' | 'scene' | 'focus' | 'pause' | 'slide' | 'end' | 'short';

/** Where an episode's picture stands that does not fill the frame: even pixels. */
export interface Inset {
  x: number;
  y: number;
  width: number;
  height: number;
  /** The rest of the frame is filled by a blurred copy of the picture, dimmed to this share of its brightness. */
  backdropBrightness: number;
}

/** A text burned into the picture. Times are milliseconds from the start of its segment. */
export interface Caption {
  startMs: number;
  endMs: number;
  /**
   * `source` and `translation`: a scene's two subtitle lines, at the bottom, the translation below.
   * `line`: the one line of a focus, large. `meaning` and `gloss`: below it, in plain English and in the
   * learner's language. In a short, `headword` and `gloss` stand above the picture, `source` and `translation` below.
   */
  role: 'source' | 'translation' | 'line' | 'meaning' | 'gloss' | 'headword';
  text: string;
  /** The expression's own words, lit. */
  lit: Range[];
}

/**
 * The episode's sound from `startUs`, heard `delaySamples` into the segment for `samples`, `gainDb` louder than it is;
 * silence elsewhere.
 */
export type SegmentSound =
  | { type: 'episode'; startUs: number; delaySamples: number; samples: number; gainDb: number }
  | { type: 'silence' };

/** One piece of rendered video. Everything here, with the tools' versions, determines its bytes. */
export interface Segment {
  /** Unique in the plan: `03-focus-1`. */
  id: string;
  kind: SegmentKind;
  /** For a person: "Scene 3/12: give it a shot". */
  label: string;
  /** Positions in `plan.expressions` that need it; empty for title and end. */
  expressions: number[];
  /** Exact length. `samples` is always `frames / frameRate * sampleRate`, without remainder. */
  frames: number;
  samples: number;
  /** `startUs` is microseconds from the start of the episode. */
  picture: { type: 'episode'; startUs: number; inset?: Inset } | { type: 'still'; still: string };
  sound: SegmentSound;
  captions: Caption[];
}

/** A picture to draw, at the lesson's size. */
export interface Still {
  /** Unique in the plan: `03-slide`. */
  id: string;
  content: StillContent;
}

export type StillContent = TitleContent | PauseContent | SlideContent | EndContent;

export interface TitleContent {
  kind: 'title';
  /** The episode's name. */
  title: string;
  level: string;
  headwords: string[];
}

export interface PauseContent {
  kind: 'pause';
  /** What the viewer is asked to say aloud. */
  line: string;
}

export interface SlideContent {
  kind: 'slide';
  headword: string;
  expressionKind: string | null;
  level: string | null;
  meaning: string | null;
  translation: string | null;
  line: string | null;
  lineTranslation: string | null;
  /** The expression's words in `line`. */
  lit: Range[];
  /** The expression's translation in `lineTranslation`, where it is there as it is. */
  lineTranslationLit: Range[];
  similar: string[];
  /** Where it is from, in a corner: the episode's name or the slide deck's title. */
  origin: string | null;
}

export interface EndContent {
  kind: 'end';
  /** Which of how many end cards it is, counted from 1. */
  page: { number: number; of: number };
  items: { headword: string; gloss: string }[];
}

/** An expression with the sentence it is spoken in, as results and slides show it. */
export interface PlannedExpression extends Expression {
  /** The utterance, in one line of text. */
  line: string;
  lineTranslation: string | null;
  /** The expression's words in `line`. */
  lit: Range[];
  /** The scene's place in the episode. */
  startMs: number;
  endMs: number;
}

/** Segments that one activity renders, one after the other. */
export interface RenderGroup {
  /** Also the activity's id: `scene-03`, `expression-03`. */
  id: string;
  label: string;
  segments: string[];
  frames: number;
}

/** How clips for phones look: the plan is told, since it knows nothing of drawing. */
export interface ShortsLook {
  /** In pixels. */
  size: { width: number; height: number };
  /** Where the picture's middle stands, as a share of the height. */
  centre: number;
  /** Of the blurred copy behind the picture, as a share of its own. */
  backdropBrightness: number;
}

/** Clips for phones, an expression each. They are not joined, and have a format of their own. */
export interface ShortsPlan {
  format: LessonFormat;
  segments: Segment[];
  /** `file` is relative to the study pack. */
  files: { expression: number; file: string; segment: string }[];
}

export interface LessonPlan {
  format: LessonFormat;
  expressions: PlannedExpression[];
  stills: Still[];
  /** Each segment once. */
  segments: Segment[];
  /** Segment ids in the order of the lesson; a repeat is a repeat here. */
  sequence: string[];
  groups: RenderGroup[];
  /** `file` is relative to the study pack. */
  clips: { expression: number; file: string; segment: string }[];
  slides: { expression: number; file: string; still: string }[];
  /** Null: not asked for. */
  shorts: ShortsPlan | null;
  chapters: { title: string; startFrame: number }[];
  totalFrames: number;
  /** Anything guessed or dropped on the way, for the report. */
  notes: string[];
}
