/**
 * The vendors whose language models can be asked, by the first part of a model's name. `keys`: the variables in which
 * the vendor's users keep their key, the usual one first. `url`: where its API is; null: must be said.
 */
export const MODEL_PROVIDERS = {
  google: {
    keys: ['GEMINI_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    url: 'https://generativelanguage.googleapis.com/v1beta',
  },
  openai: { keys: ['OPENAI_API_KEY'], url: 'https://api.openai.com/v1' },
  anthropic: { keys: ['ANTHROPIC_API_KEY'], url: 'https://api.anthropic.com/v1' },
  'openai-compatible': { keys: ['LANGFLIX_MODEL_KEY'], url: null },
} as const satisfies Record<string, { keys: readonly string[]; url: string | null }>;

export type ModelProvider = keyof typeof MODEL_PROVIDERS;

export interface ModelName {
  provider: ModelProvider;
  /** As the vendor calls it; it may have slashes and colons of its own. */
  model: string;
}

/**
 * `google/gemini-2.5-flash` in its parts; null where it is no such name or of an unknown vendor. A model's name becomes
 * part of an address: one with `..` in it would lead to another place of the same host, with the key.
 */
export function parseModelName(name: string): ModelName | null {
  const match = /^([a-z-]+)\/([\w.:@/+-]{1,200})$/.exec(name);
  const [provider, model] = [match?.[1], match?.[2]];
  if (provider === undefined || model === undefined || !Object.hasOwn(MODEL_PROVIDERS, provider)) return null;
  if (model.split('/').some((part) => /^\.*$/.test(part))) return null;
  return { provider: provider as ModelProvider, model };
}

export const MODEL_NAME_RULE = `must be provider/model, with one of the providers ${Object.keys(MODEL_PROVIDERS).join(', ')}`;

/** Why a text is no pattern of {@link matchesModel}. */
export const MODEL_PATTERN_RULE = `must be none or patterns such as openai/gpt-5-mini or google/*, with one of the providers ${Object.keys(MODEL_PROVIDERS).join(', ')}; * alone is any model`;

/** Whether {@link matchesModel} understands it; one that names no vendor that there is would allow nothing. */
export function isModelPattern(pattern: string): boolean {
  if (pattern === '*') return true;
  return parseModelName(pattern.replaceAll('*', 'x')) !== null && !/^[^/]*\*/.test(pattern);
}

/**
 * Whether a model's name fits one of some patterns. `*` stands for any characters, slashes too (`google/*` is all that
 * a vendor has); letters must be of the same case.
 */
export function matchesModel(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[^\w/-]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(name);
  });
}

/** What a run can be given of a language model, at least and at most, in tokens. */
export const LEAST_LLM_TOKENS = 1000;
export const MOST_LLM_TOKENS = 1_000_000_000;

/** Most tokens that one run may use of a language model, unless it is told otherwise: a long film, with room to spare. */
export const DEFAULT_MAX_LLM_TOKENS = 500_000;
