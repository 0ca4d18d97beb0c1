import type { LanguageModel } from 'ai';
import { LangflixError } from '../../shared/errors.js';
import { MODEL_PROVIDERS, type ModelProvider, parseModelName } from '../../shared/model-name.js';
import { guardedFetch } from './guarded-fetch.js';

/** What a process knows of language models: keys and addresses, never part of a run. */
export interface ModelAccess {
  /** `provider/model` whose vendor's API is at `url`; null: none was configured. */
  name: string | null;
  url: string | null;
  timeoutMs: number;
  /** Patterns of the models that runs may name; null: any. */
  allowed: readonly string[] | null;
  /** Most tokens that one run may be given; null: as many as it asks for. */
  maxTokensPerRun: number | null;
  keys: Readonly<Partial<Record<ModelProvider, string>>>;
}

interface Connection {
  baseURL: string;
  apiKey: string;
  fetch: typeof globalThis.fetch;
}

/** How each vendor's model is had. Loaded when it is wanted: most commands want none. */
const CREATE: Record<ModelProvider, (connection: Connection, model: string) => Promise<LanguageModel>> = {
  google: async (connection, model) =>
    (await import('@ai-sdk/google')).createGoogleGenerativeAI(connection)(model),
  openai: async (connection, model) => (await import('@ai-sdk/openai')).createOpenAI(connection)(model),
  anthropic: async (connection, model) =>
    (await import('@ai-sdk/anthropic')).createAnthropic(connection)(model),
  'openai-compatible': async (connection, model) =>
    (await import('@ai-sdk/openai-compatible')).createOpenAICompatible({
      ...connection,
      name: 'openai-compatible',
      supportsStructuredOutputs: true,
    })(model),
};

/** What a model needs that this process does not have, for a person; null: it can be asked. */
export function modelProblem(name: string, access: ModelAccess): string | null {
  const parsed = parseModelName(name);
  if (parsed === null) return `${name} is not the name of a model; use one like google/gemini-2.5-flash`;
  const { keys } = MODEL_PROVIDERS[parsed.provider];
  if (urlOf(parsed.provider, access) === null)
    return `${name} needs the address of its API: LANGFLIX_MODEL_URL`;
  const isOpen = parsed.provider === 'openai-compatible';
  if (!isOpen && access.keys[parsed.provider] === undefined) return `${name} needs a key: ${keys[0]}`;
  return null;
}

/**
 * A model that can be asked.
 *
 * @throws LangflixError `ModelFailed` when this process has no key or address for it
 */
export async function connectModel(name: string, access: ModelAccess): Promise<LanguageModel> {
  const problem = modelProblem(name, access);
  const parsed = parseModelName(name);
  const baseURL = parsed && urlOf(parsed.provider, access);
  if (problem !== null || parsed === null || baseURL === null) {
    throw new LangflixError('ModelFailed', `The worker cannot ask its model: ${problem}`, {
      hint: 'Set it where the worker runs (langflix doctor checks it), then ask again with --again.',
    });
  }
  // An SDK takes an absent key from the environment, which is read in src/config alone.
  const connection = { baseURL, apiKey: access.keys[parsed.provider] ?? 'none', fetch: guardedFetch };
  return CREATE[parsed.provider](connection, parsed.model);
}

/** The configured address is that of the configured model's vendor and of no other: keys go nowhere else. */
function urlOf(provider: ModelProvider, { name, url }: ModelAccess): string | null {
  const configured = name === null ? null : parseModelName(name)?.provider;
  return configured === provider && url !== null ? url : MODEL_PROVIDERS[provider].url;
}
