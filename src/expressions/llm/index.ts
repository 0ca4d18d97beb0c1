import type { Asked, AskOptions } from './ask.js';
import type { Prompt } from './prompt.js';
import { connectModel, type ModelAccess } from './providers.js';

export { type Answer, answerSchema } from './answer.js';
export type { Asked } from './ask.js';
export { mergeCandidates } from './merge.js';
export { assertAllowed, type WantedModel } from './policy.js';
export { estimateQuestion, type Prompt, promptHash, promptOf } from './prompt.js';
export { type ModelAccess, modelProblem } from './providers.js';
export { type Learner, type Question, questionsOf } from './question.js';
export { cleanText, isPlain } from './text.js';
export { MOST_CHARACTERS, type Verified, verifyAnswer } from './verify.js';

/**
 * Asks a model by its name; see `askModel` in ask.ts. The SDK is loaded here: most processes never need it.
 *
 * @throws LangflixError `ModelUnavailable` (may pass), `ModelFailed` (will not); the signal's reason when it aborts
 */
export async function askLanguageModel(
  name: string,
  access: ModelAccess,
  prompt: Prompt,
  options: Pick<AskOptions, 'maxTokens' | 'signal'>,
): Promise<Asked> {
  const { askModel } = await import('./ask.js');
  return askModel(await connectModel(name, access), prompt, {
    ...options,
    timeoutMs: access.timeoutMs,
    secrets: Object.values(access.keys),
  });
}
