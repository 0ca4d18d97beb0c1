import { LangflixError } from '../../shared/errors.js';
import { matchesModel } from '../../shared/model-name.js';
import type { ModelAccess } from './providers.js';

/** What a run wants of a language model, as its options say it. */
export interface WantedModel {
  /** `provider/model`; null: none. */
  model: string | null;
  /** Most tokens that it may use. */
  maxLlmTokens: number;
}

/**
 * Refuses a run that names a model, or wants more tokens, than whoever runs the worker allows: anybody who can start a
 * run can name both, and it is the worker's key that pays.
 *
 * @throws LangflixError `InvalidInput`, naming the variable that decides
 */
export function assertAllowed(wanted: WantedModel, access: Pick<ModelAccess, 'allowed' | 'maxTokensPerRun'>) {
  const { model, maxLlmTokens } = wanted;
  const { allowed, maxTokensPerRun } = access;
  if (model === null) return;
  if (allowed !== null && !matchesModel(model, allowed)) {
    throw new LangflixError('InvalidInput', `The model ${model} is not allowed here.`, {
      hint: `${allowed.length === 0 ? 'No model is' : `Allowed: ${allowed.join(', ')}`} (LANGFLIX_MODELS, where the worker runs). --model none finds expressions offline.`,
    });
  }
  if (maxTokensPerRun !== null && maxLlmTokens > maxTokensPerRun) {
    throw new LangflixError(
      'InvalidInput',
      `The run wants up to ${maxLlmTokens} tokens of ${model}; at most ${maxTokensPerRun} are allowed here.`,
      {
        hint: `Ask for fewer with --max-llm-tokens ${maxTokensPerRun}, or raise LANGFLIX_MAX_LLM_TOKENS where the worker runs.`,
      },
    );
  }
}
