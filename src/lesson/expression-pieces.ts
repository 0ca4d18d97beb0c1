import { standingCaptions } from './captions.js';
import { numbered } from './file-slug.js';
import { episodeSegment, footageOf, stillSegment } from './footage.js';
import type { FrameClock } from './frame-clock.js';
import type { Hearing } from './hearing.js';
import type { PlannedExpression, RenderGroup, Segment, Still } from './plan-types.js';
import { settled } from './settle.js';
import { slideContent, slideMs } from './slide-content.js';
import type { SpokenLine } from './spoken-line.js';

/** Heard before and after the line. */
const LINE_EDGE_MS = 250;
const MIN_PAUSE_MS = 1_500;
const MAX_PAUSE_MS = 4_000;
/** On a slide the eye comes first, then the ear. */
const SLIDE_SOUND_AFTER_MS = 700;

/** What follows the scene for one expression. */
export interface ExpressionPieces {
  segments: Segment[];
  stills: Still[];
  group: RenderGroup;
}

/**
 * Plans the four segments of an expression: the line alone; a pause as long as the line, to say it aloud; the line
 * with its meaning; the slide with the line's sound once more.
 */
export function expressionPieces(input: {
  expression: PlannedExpression;
  line: SpokenLine;
  position: number;
  total: number;
  clock: FrameClock;
  episodeFrames: number;
  episodeName: string;
  sound: { isSilent: boolean; hearing: Hearing };
}): ExpressionPieces {
  const { expression, line, position, total, clock, episodeFrames, sound } = input;
  const number = numbered(position, total);
  const place = `${position + 1}/${total}`;
  const piece = (name: string, kind: Segment['kind'], label: string) => ({
    id: `${number}-${name}`,
    kind,
    label: `${label}: ${expression.headword}`,
    expressions: [position],
  });

  const heard = { startMs: line.startMs - LINE_EDGE_MS, endMs: line.endMs + LINE_EDGE_MS };
  const around = footageOf({ ...heard, startMs: Math.max(0, heard.startMs) }, clock, { episodeFrames });
  const footage = settled(around, clock, sound.hearing, { notBefore: 0, notAfter: episodeFrames });
  const focus = episodeSegment(footage, clock, sound);
  const focusMs = clock.milliseconds(footage.frames);

  const pauseMs = Math.min(MAX_PAUSE_MS, Math.max(MIN_PAUSE_MS, line.endMs - line.startMs));
  const content = slideContent(expression, input.episodeName);
  const stills: Still[] = [
    { id: `${number}-pause`, content: { kind: 'pause', line: line.text } },
    { id: `${number}-slide`, content },
  ];
  const slideFrames = clock.framesLasting(slideMs(content));

  const segments: Segment[] = [
    {
      ...piece('focus-1', 'focus', `Line ${place}`),
      ...focus,
      captions: standingCaptions(focusMs, [{ role: 'line', text: line.text }]),
    },
    {
      ...piece('pause', 'pause', `Pause ${place}`),
      ...stillSegment(`${number}-pause`, clock.framesLasting(pauseMs), clock),
      captions: [],
    },
    {
      ...piece('focus-2', 'focus', `Line with meaning ${place}`),
      ...focus,
      captions: standingCaptions(focusMs, [
        { role: 'line', text: line.text, lit: line.lit },
        { role: 'meaning', text: expression.meaning },
        ...(expression.translation === null
          ? []
          : [{ role: 'gloss' as const, text: expression.translation }]),
      ]),
    },
    {
      ...piece('slide', 'slide', `Slide ${place}`),
      ...stillSegment(
        `${number}-slide`,
        slideFrames,
        clock,
        slideSound(focus.sound, clock.samples(slideFrames)),
      ),
      captions: [],
    },
  ];
  const group: RenderGroup = {
    id: `expression-${number}`,
    label: `Line ${place}: ${expression.headword}`,
    segments: segments.map(({ id }) => id),
    frames: segments.reduce((sum, { frames }) => sum + frames, 0),
  };
  return { segments, stills, group };
}

/** The line's sound once, a little into the slide, and no longer than the slide. */
function slideSound(line: Segment['sound'], slideSamples: number): Segment['sound'] {
  if (line.type === 'silence') return line;
  const delaySamples = (SLIDE_SOUND_AFTER_MS * 48_000) / 1000;
  return { ...line, delaySamples, samples: Math.min(line.samples, slideSamples - delaySamples) };
}
