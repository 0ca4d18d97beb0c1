import { CancellationScope, isCancellation, log } from '@temporalio/workflow';
import type { AskedSummary, QuestionSummary } from '../activities/index.js';
import type { LessonOptions } from '../shared/inputs.js';
import type { Limits } from '../shared/limits.js';
import { markdownText } from '../shared/markdown.js';
import { failureOf } from './failures.js';
import type { activitiesUnder } from './proxies.js';
import type { StageTracker } from './stages.js';

/** So many questions are with a model at a time: the others of the worker's slots are for other work. */
const MOST_AT_ONCE = 4;

/**
 * Asks the run's model side by side, within the limit of tokens: a question is sent only if it fits in with what is
 * spent and under way. When the model fails for good (after the retries that its failure deserves), the rest is not
 * asked: the run goes on with what there is.
 */
export async function askQuestions(
  light: ReturnType<typeof activitiesUnder>['light'],
  stages: StageTracker,
  limits: Limits,
  questions: readonly QuestionSummary[],
  { model, maxLlmTokens }: LessonOptions,
): Promise<AskedSummary> {
  const waiting = [...questions];
  const asked: AskedSummary = { cached: 0, unreadable: 0, unasked: 0, tokens: 0, problem: null };
  let underWay = 0;
  let finished = 0;

  const next = (): QuestionSummary | undefined => {
    const left = maxLlmTokens - asked.tokens - underWay;
    const position = asked.problem === null ? waiting.findIndex(({ tokens }) => tokens <= left) : -1;
    return position < 0 ? undefined : waiting.splice(position, 1)[0];
  };
  await CancellationScope.cancellable(async () => {
    const scope = CancellationScope.current();
    const ask = async ({ id, lines, tokens }: QuestionSummary) => {
      const maxTokens = maxLlmTokens - asked.tokens - underWay;
      underWay += tokens;
      try {
        const summary = `Ask ${model} about ${lines} lines`;
        const answer = await light.askModel.executeWithOptions({ summary, activityId: id }, [
          { limits, question: id, maxTokens },
        ]);
        asked.tokens += answer.tokens;
        if (answer.cached) asked.cached += 1;
        if (!answer.answered) asked.unreadable += 1;
        finished += 1;
        stages.done(id);
        stages.note(`${finished} of ${questions.length} parts`);
      } catch (error) {
        asked.unasked += 1;
        if (isCancellation(error)) {
          // Cancelled by the failure of another one, which is told of; or from outside, with the whole run.
          if (asked.problem === null) throw error;
          return;
        }
        const { type, message } = failureOf(error, limits);
        asked.problem ??= message;
        log.warn('the model has failed for good', { type, message });
        stages.note(markdownText(`failed: ${message}`));
        scope.cancel();
      } finally {
        underWay -= tokens;
      }
    };
    const worker = async () => {
      for (let question = next(); question !== undefined; question = next()) await ask(question);
    };
    // Each is awaited, also when the run is cancelled: what they write must not come after the tidying up.
    const ends = await Promise.allSettled(Array.from({ length: MOST_AT_ONCE }, worker));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  });
  asked.unasked += waiting.length;
  return asked;
}
