import {
  type Answer,
  answerSchema,
  askLanguageModel,
  assertAllowed,
  promptHash,
  promptOf,
} from '../expressions/llm/index.js';
import { LangflixError } from '../shared/errors.js';
import { valueCache } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { readRunFile, writeAnswer } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

export interface AskedModel {
  /** Whether an answer could be read. */
  answered: boolean;
  /** Whether it was there already and cost nothing. */
  cached: boolean;
  tokens: number;
}

/** Asks the run's model one of its questions; an answer that was given before is not asked for again. */
export function askModel(deps: ActivityDependencies) {
  return (input: StepInput & { question: string; maxTokens: number }): Promise<AskedModel> =>
    runStep(deps, 'expressions', input, async ({ runId, signal, log, progress }) => {
      const { request } = await readRunFile(deps.home, runId, 'request.json');
      const { cues } = await readRunFile(deps.home, runId, 'subtitles.json');
      const { questions, learner } = await readRunFile(deps.home, runId, 'questions.json');
      const question = questions.find(({ id }) => id === input.question);
      const { model } = request.options;
      if (question === undefined || model === null)
        throw new LangflixError('Internal', `There is no question ${input.question}`);
      // Once more, since this worker may allow less than the one that opened the run.
      assertAllowed(request.options, deps.model);
      const lines = question.to - question.from + 1;
      progress(0, lines, `Asking ${model} about lines ${question.from + 1} to ${question.to + 1}`);

      const prompt = promptOf(question, cues, learner);
      const hash = promptHash(model, prompt);
      const cache = valueCache(deps.home, 'answer');
      const known: Answer | null = await cache.lookup(hash, answerSchema);
      if (known !== null) {
        await writeAnswer(deps.home, runId, question.id, known);
        log.info({ hash }, 'had been answered before');
        return { answered: true, cached: true, tokens: 0 };
      }
      const { answer, whole, requests, tokens } = await askLanguageModel(model, deps.model, prompt, {
        maxTokens: input.maxTokens,
        signal,
      });
      log.info({ hash, requests, tokens, whole, items: answer?.items.length ?? null }, 'asked');
      if (answer !== null) {
        if (whole) await cache.store(hash, answer);
        await writeAnswer(deps.home, runId, question.id, answer);
      }
      return { answered: answer !== null, cached: false, tokens };
    });
}
