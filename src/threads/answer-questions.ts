import { parentPort } from 'node:worker_threads';
import { LangflixError } from '../shared/errors.js';
import type { Answered, Asked } from './protocol.js';

/**
 * The thread's side of {@link shortLivedThread}: its program calls this once. Questions that come together are answered
 * side by side, as far as `answer` waits for anything.
 */
export function answerQuestions<Question, Answer>(
  answer: (question: Question) => Answer | Promise<Answer>,
): void {
  const toAnswer = async ({ id, question }: Asked<Question>): Promise<Answered<Answer>> => {
    try {
      return { id, answer: await answer(question) };
    } catch (error) {
      const kind = error instanceof LangflixError ? error.kind : 'Internal';
      const hint = error instanceof LangflixError ? error.hint : undefined;
      return { id, error: { kind, message: error instanceof Error ? error.message : String(error), hint } };
    }
  };
  parentPort?.on('message', async (asked: Asked<Question>) => {
    parentPort?.postMessage(await toAnswer(asked));
  });
}
