import { askModel } from './ask-model.js';
import { cleanUp } from './clean-up.js';
import { closeRun } from './close-run.js';
import type { ActivityDependencies } from './dependencies.js';
import { drawSlideDeck } from './draw-slide-deck.js';
import { drawSlides } from './draw-slides.js';
import { findExpressions } from './find-expressions.js';
import { joinLesson } from './join-lesson.js';
import { mergeAnswers } from './merge-answers.js';
import { openRun } from './open-run.js';
import { planLesson } from './plan-lesson.js';
import { probeEpisode } from './probe-episode.js';
import { proposeReview } from './propose-review.js';
import { publishStudyPack } from './publish-study-pack.js';
import { readSubtitles } from './read-subtitles.js';
import { renderSegments } from './render-segments.js';
import { settlePlan } from './settle-plan.js';
import { settleReview } from './settle-review.js';

export type { ActivityDependencies } from './dependencies.js';
export type { FoundExpressions, QuestionSummary } from './find-expressions.js';
export type { AskedSummary } from './merge-answers.js';
export type { OpenedRun } from './open-run.js';
export type { RenderedGroup } from './render-segments.js';
export type { GroupSummary, PlanSummary } from './settle-plan.js';

/** All activities, bound to what a worker gives them. A worker serves them on both queues. */
export function createActivities(deps: ActivityDependencies) {
  return {
    openRun: openRun(deps),
    probeEpisode: probeEpisode(deps),
    readSubtitles: readSubtitles(deps),
    findExpressions: findExpressions(deps),
    askModel: askModel(deps),
    mergeAnswers: mergeAnswers(deps),
    proposeReview: proposeReview(deps),
    settleReview: settleReview(deps),
    planLesson: planLesson(deps),
    drawSlides: drawSlides(deps),
    settlePlan: settlePlan(deps),
    renderSegments: renderSegments(deps),
    joinLesson: joinLesson(deps),
    publishStudyPack: publishStudyPack(deps),
    closeRun: closeRun(deps),
    drawSlideDeck: drawSlideDeck(deps),
    cleanUp: cleanUp(deps),
  };
}

export type Activities = ReturnType<typeof createActivities>;
