import type { ProcessVideoRequest } from '../shared/inputs.js';
import { askQuestions } from './ask-questions.js';
import type { activitiesUnder } from './proxies.js';
import type { StageTracker } from './stages.js';

/** Finds the expressions of the lesson, with the run's model where it has one. Returns their headwords. */
export async function chooseExpressions(
  light: ReturnType<typeof activitiesUnder>['light'],
  stages: StageTracker,
  { limits, options }: ProcessVideoRequest,
  lines: number,
): Promise<string[]> {
  stages.enter('expressions');
  const found = await light.findExpressions.executeWithOptions(
    { summary: `Find expressions in ${lines} lines` },
    [{ limits }],
  );
  // A run without a model asks nothing.
  if (options.model === null) return found.headwords;
  const work = Object.fromEntries(found.questions.map((question) => [question.id, question.lines]));
  stages.enter('expressions', work, `Asking ${options.model}`);
  const asked = await askQuestions(light, stages, limits, found.questions, options);
  const merged = await light.mergeAnswers.executeWithOptions({ summary: 'Choose the expressions' }, [
    { limits, asked },
  ]);
  return merged.headwords;
}
