import type { EpisodeProbe } from '../media/probe-types.js';
import type { Cue } from '../shared/cue.js';
import { LangflixError } from '../shared/errors.js';
import type { Expression, Level } from '../shared/expression.js';
import type { Quality } from '../shared/quality.js';
import { expressionPieces } from './expression-pieces.js';
import { fileSlug, numbered } from './file-slug.js';
import { extentOf, type Footage, footageOf } from './footage.js';
import { type FrameClock, frameClock } from './frame-clock.js';
import { framePieces } from './frame-pieces.js';
import { type HeardStretch, type Hearing, hearingOf } from './hearing.js';
import { lessonFormat } from './lesson-format.js';
import { planNotes, soundNotes, unheardNote } from './plan-notes.js';
import type { LessonPlan, PlannedExpression, Segment, ShortsLook } from './plan-types.js';
import { MAX_SCENE_MS, MIN_SCENE_MS, timelineOf } from './scene-extent.js';
import { type ScenePiece, scenePiece } from './scene-piece.js';
import { scenesOf } from './scenes.js';
import { settled } from './settle.js';
import { shortsPlan } from './shorts.js';
import { type SpokenLine, spokenLine } from './spoken-line.js';
import { mergeUtterances, type Utterance } from './utterances.js';

/** Everything a lesson is planned from. */
export interface PlanInput {
  /** As a person knows it: on the title and in the slides' corner. */
  episodeName: string;
  /** The learner's. */
  level: Level;
  quality: Quality;
  /** The English cues, in order of time. */
  cues: readonly Cue[];
  /** The cues in the learner's language, in order of time; null: the lesson is in English alone. */
  translation: readonly Cue[] | null;
  /** What is said in the learner's language between two times of the episode, in milliseconds; null: nothing. */
  translationFor: (startMs: number, endMs: number) => string | null;
  /** Those that the lesson teaches. Their spans point into `cues`. */
  expressions: readonly Expression[];
  probe: EpisodeProbe;
  /** How many expressions an end card has room for. */
  endCardItems: number;
  /** How a clip for phones is to look, where one is made of each expression too; null: none. */
  shorts: ShortsLook | null;
  /** What was heard of the episode's sound; nothing: edges stay, and sound is as loud as it is. */
  heard: readonly HeardStretch[];
  /** Headwords that could not be drawn or rendered: the lesson is planned without them. */
  leftOut: readonly string[];
}

/**
 * Plans the whole lesson: what is shown when, to the frame and the sample. Pure: the same input gives the same plan.
 *
 * Throws `NoExpressionsFound` when no expression is left to teach, `UnusableSubtitles` when all of them are spoken
 * after the episode's end, `UnusableVideo` when the episode is shorter than a few frames.
 */
export function planLesson(input: PlanInput): LessonPlan {
  const { probe } = input;
  const format = lessonFormat(probe, input.quality);
  const clock = frameClock(format);
  const episodeFrames = Number.isFinite(probe.durationMs) ? clock.frameAtOrBefore(probe.durationMs) : 0;
  if (episodeFrames < clock.grain) {
    throw new LangflixError(
      'UnusableVideo',
      `${input.episodeName} is only ${Math.round(probe.durationMs)} ms long.`,
      {
        hint: 'Check that the file is complete.',
      },
    );
  }
  // To the last whole frame: nothing is planned into the rest of a frame.
  const durationMs = Math.floor(clock.milliseconds(episodeFrames));
  const cues = input.cues.map((cue) => withTimes(cue, durationMs));
  const utterances = mergeUtterances(cues);
  const { taught, unheard } = taughtLines({ ...input, cues }, utterances, durationMs);

  const timeline = timelineOf(cues, utterances, durationMs);
  const scenes = scenesOf(
    taught.map(({ line }) => line),
    timeline,
  );
  const hearing = hearingOf(input.heard);
  const footage = sceneFootage(scenes, clock, episodeFrames, hearing);
  const sceneOf = (position: number) => scenes.findIndex(({ lines }) => lines.includes(position));

  const expressions: PlannedExpression[] = taught.map(({ expression, line }, position) => {
    const shown = extentOf(footage[sceneOf(position)]!, clock);
    return {
      ...expression,
      line: line.text,
      lineTranslation:
        input.translationFor(line.cueStartMs, line.cueEndMs)?.replace(/\s+/gu, ' ').trim() || null,
      lit: line.lit,
      startMs: Math.round(shown.startMs),
      endMs: Math.round(shown.endMs),
    };
  });

  const sound = { isSilent: probe.audio.length === 0, hearing };
  const scenePieces = scenes.map((scene, position) =>
    scenePiece({
      cues,
      translation: input.translation,
      expressions,
      members: scene.lines,
      footage: footage[position]!,
      position,
      total: scenes.length,
      clock,
      sound,
    }),
  );
  const lessons = expressions.map((expression, position) =>
    expressionPieces({
      expression,
      line: taught[position]!.line,
      position,
      total: expressions.length,
      clock,
      episodeFrames,
      episodeName: input.episodeName,
      sound,
    }),
  );
  const frame = framePieces(input, expressions, clock);
  const shorts = input.shorts
    ? shortsPlan({
        look: input.shorts,
        expressions,
        cues,
        translation: input.translation,
        footageOf: (position) => footage[sceneOf(position)]!,
        video: probe.video,
        format,
        clock,
        sound,
      })
    : null;

  const inOrder = scenePieces.flatMap((scene, position) => [
    scene,
    ...scenes[position]!.lines.map((member) => lessons[member]!),
  ]);
  const segments = [frame.title, ...inOrder.flatMap((piece) => piece.segments), ...frame.ends];
  const positionOf = (expression: number) => numbered(expression, expressions.length);
  return {
    format,
    expressions,
    stills: [frame.stills.title, ...lessons.flatMap((lesson) => lesson.stills), ...frame.stills.ends],
    segments,
    sequence: segments.map((segment) => segment.id),
    groups: [frame.group, ...inOrder.map((piece) => piece.group), ...(shorts?.groups ?? [])],
    clips: expressions.map(({ headword }, expression) => ({
      expression,
      file: `clips/${positionOf(expression)}-${fileSlug(headword)}.mp4`,
      segment: sceneSegmentOf(expression, scenePieces).id,
    })),
    slides: expressions.map(({ headword }, expression) => ({
      expression,
      file: `slides/${positionOf(expression)}-${fileSlug(headword)}.png`,
      still: `${positionOf(expression)}-slide`,
    })),
    shorts: shorts?.shorts ?? null,
    chapters: chaptersOf(segments, expressions),
    totalFrames: segments.reduce((sum, segment) => sum + segment.frames, 0),
    notes: [...unheard.map(unheardNote), ...planNotes(input, format), ...soundNotes(segments, probe.audio)],
  };
}

/** A cue whose times are none is heard nowhere: it stays in its place, which spans point to, and comes after the end. */
function withTimes(cue: Cue, durationMs: number): Cue {
  const { startMs, endMs } = cue;
  const isTime = Number.isFinite(startMs) && Number.isFinite(endMs) && endMs >= startMs;
  return isTime ? cue : { ...cue, startMs: durationMs, endMs: durationMs };
}

interface Taught {
  expression: Expression;
  line: SpokenLine;
}

/** The expressions that can be taught, in the order in which they are spoken, each with its line. */
function taughtLines(input: PlanInput, utterances: readonly Utterance[], durationMs: number) {
  const wanted = input.expressions.filter(({ headword }) => !input.leftOut.includes(headword));
  if (wanted.length === 0) {
    throw new LangflixError('NoExpressionsFound', `No expression of ${input.episodeName} is left to teach.`, {
      hint: 'Try another --level or a higher --max-expressions.',
    });
  }
  const found = wanted.map((expression) => ({
    expression,
    line: spokenLine(expression, input.cues, utterances, durationMs),
  }));
  const taught = found.filter((one): one is Taught => one.line !== null);
  const unheard = found.filter(({ line }) => line === null).map(({ expression }) => expression);
  if (taught.length === 0) {
    throw new LangflixError(
      'UnusableSubtitles',
      `The subtitles do not belong to ${input.episodeName}: every expression is spoken after its end.`,
      { hint: 'Use the subtitles of this very cut of the episode.' },
    );
  }
  taught.sort((a, b) => a.line.startMs - b.line.startMs || firstWord(a) - firstWord(b));
  return { taught, unheard };
}

function firstWord({ line }: Taught): number {
  return line.lit[0]!.start;
}

function sceneFootage(
  scenes: ReturnType<typeof scenesOf>,
  clock: FrameClock,
  episodeFrames: number,
  hearing: Hearing,
): Footage[] {
  const bounds = {
    episodeFrames,
    minFrames: clock.framesLasting(MIN_SCENE_MS),
    maxFrames: clock.frameAtOrBefore(MAX_SCENE_MS),
  };
  const footage: Footage[] = [];
  for (const [position, scene] of scenes.entries()) {
    const [before, next] = [scenes[position - 1], scenes[position + 1]];
    const shown = footage.at(-1);
    const isClearOfLast = before && shown && scene.startMs >= before.endMs;
    const isClearOfNext = next && scene.endMs <= next.hullStartMs;
    const latestStart = clock.frameAtOrBefore(scene.hullStartMs);
    const earliestEnd = clock.frameAtOrAfter(scene.hullEndMs);
    const room = {
      ...bounds,
      // Rounding must not show a frame twice, nor keep one of the line itself from being shown.
      notBefore: isClearOfLast ? Math.min(shown.startFrame + shown.frames, latestStart) : 0,
      notAfter: isClearOfNext ? clock.frameAtOrBefore(next.hullStartMs) : episodeFrames,
    };
    const planned = footageOf(scene, clock, room);
    footage.push(settled(planned, clock, hearing, { ...room, latestStart, earliestEnd }));
  }
  return footage;
}

function sceneSegmentOf(expression: number, scenes: readonly ScenePiece[]): Segment {
  return scenes
    .map(({ segments }) => segments[0]!)
    .find((segment) => segment.expressions.includes(expression))!;
}

/** A chapter per expression: from its scene on, or from its line where it shares the scene of another. */
function chaptersOf(segments: readonly Segment[], expressions: readonly PlannedExpression[]) {
  const chapters: LessonPlan['chapters'] = [];
  const begun = new Set<number>();
  let startFrame = 0;
  for (const [position, { kind, expressions: needing, frames }] of segments.entries()) {
    const next = needing[0];
    if (kind === 'title') chapters.push({ title: 'Introduction', startFrame });
    if (kind === 'end' && segments[position - 1]?.kind !== 'end')
      chapters.push({ title: 'What you learned', startFrame });
    if (next !== undefined && !begun.has(next)) {
      begun.add(next);
      chapters.push({ title: expressions[next]!.headword, startFrame });
    }
    startFrame += frames;
  }
  return chapters;
}
