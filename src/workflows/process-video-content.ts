import { CancellationScope, CancelledFailure, isCancellation, log } from '@temporalio/workflow';
import { processVideoInputSchema } from '../shared/inputs.js';
import { DEFAULT_LIMITS, type Limits } from '../shared/limits.js';
import { markdownText } from '../shared/markdown.js';
import type { ProcessVideoResult } from '../shared/results.js';
import { chooseExpressions } from './choose-expressions.js';
import { runFailure } from './failures.js';
import { parseInput } from './input.js';
import { activitiesUnder } from './proxies.js';
import { renderLesson } from './render-lesson.js';
import { openReviewDesk } from './review.js';
import { trackStages } from './stages.js';

/**
 * Turns an episode into a study pack.
 *
 * Takes a `ProcessVideoInput`; the paths in it are absolute and those of the worker's machine. Answers at once when
 * the very same study pack is there already. Fails with one of the kinds in `shared/errors.ts` as its type. Whatever
 * happens, no half-written study pack is left where a person would find it, and the source is only read.
 */
export async function processVideoContent(raw: unknown): Promise<ProcessVideoResult> {
  const request = parseInput(processVideoInputSchema, raw);
  const { light, media } = activitiesUnder(request.limits);
  const episode = request.videoPath.split(/[\\/]/).at(-1) ?? request.videoPath;
  const stages = trackStages(markdownText(episode));
  const step = { limits: request.limits };
  const review = openReviewDesk(light, request.limits);

  try {
    stages.enter('probe');
    const opened = await light.openRun.executeWithOptions({ summary: `Open ${episode}` }, [request]);
    if (opened.searchAttributes) stages.useSearchAttributes(episode.slice(0, 200));
    if (opened.finished !== null) {
      stages.finish('The same study pack was there already.');
      return opened.finished;
    }
    const video = await light.probeEpisode.executeWithOptions({ summary: `Read ${episode}` }, [step]);
    stages.note(markdownText(video.summary));

    stages.enter('subtitles');
    const subtitles = await light.readSubtitles.executeWithOptions({ summary: 'Read the subtitles' }, [step]);
    stages.note(markdownText(subtitles.summary));

    let headwords = await chooseExpressions(light, stages, request, subtitles.cues);
    stages.note(markdownText(headwords.join(', ')));
    if (request.review !== null) headwords = await review.wait(stages, request.review);

    const { leftOut, seconds } = await renderLesson(
      { light, media },
      stages,
      request.limits,
      headwords.length,
    );

    stages.enter('lesson');
    await media.joinLesson.executeWithOptions({ summary: 'Join the lesson' }, [step]);

    stages.enter('publish');
    const result = await light.publishStudyPack.executeWithOptions({ summary: 'Publish the study pack' }, [
      { ...step, leftOut, seconds },
    ]);
    stages.finish(markdownText(result.message));
    return result;
  } catch (error) {
    const failure = endOf(error, request.limits);
    const cancelled = isCancellation(failure);
    const message = failure instanceof Error ? failure.message : String(failure);
    stages.breakOff(cancelled ? 'Cancelled.' : `**Failed**: ${markdownText(message)}`);
    if (cancelled) log.info('run cancelled');
    else log.error('run failed', { error: message });
    throw failure;
  } finally {
    // Also after a cancellation: what a run leaves behind is its own to take away. Finished segments are in the cache.
    // A limit too short for the run's work must not be too short for that.
    const limits = { ...DEFAULT_LIMITS, heartbeatMs: request.limits.heartbeatMs };
    await CancellationScope.nonCancellable(() =>
      activitiesUnder(limits).light.closeRun.executeWithOptions({ summary: 'Tidy up' }, [
        { limits, outputDir: request.outputDir },
      ]),
    ).catch((error: unknown) =>
      log.warn('could not tidy up; the daily cleanup will', { error: String(error) }),
    );
  }
}

/**
 * The error that ends the run. An activity whose worker was lost while it was being cancelled times out instead of
 * reporting that: the run is cancelled all the same.
 */
function endOf(error: unknown, limits: Limits): unknown {
  const asked = CancellationScope.current().consideredCancelled;
  return asked && !isCancellation(error)
    ? new CancelledFailure('Cancelled while no worker was there')
    : runFailure(error, limits);
}
