import { describe, expect, it } from 'vitest';
import { assertAllowed } from '../../../src/expressions/llm/index.js';
import type { LangflixError } from '../../../src/shared/errors.js';

const refusal = (
  model: string | null,
  allowed: string[] | null,
  { tokens = 1000, most = null as number | null } = {},
): string | null => {
  try {
    assertAllowed({ model, maxLlmTokens: tokens }, { allowed, maxTokensPerRun: most });
    return null;
  } catch (error) {
    const { kind, message, hint } = error as LangflixError;
    return `${kind}: ${message} ${hint}`;
  }
};

describe('what a worker lets a run ask', () => {
  it.each([
    ['openai/gpt-5-mini', ['openai/gpt-5-mini']],
    ['openai/gpt-5-mini', ['google/*', 'openai/gpt-5-*']],
    ['openai-compatible/meta-llama/llama3.1:8b', ['openai-compatible/*']],
    ['google/tunedModels/mine', ['google/*']],
    ['anthropic/claude-opus-4', ['*']],
    ['anthropic/claude-opus-4', null],
    [null, []],
  ])('lets %s pass by %j', (model, allowed) => {
    expect(refusal(model, allowed)).toBeNull();
  });

  it.each([
    ['openai/gpt-5', ['openai/gpt-5-mini']],
    ['openai/gpt-5-mini-pro', ['openai/gpt-5-mini']],
    ['openai/gpt-5.5', ['openai/gpt-5?5', 'openai/gpt-545']],
    ['openai/gpt-5x5', ['openai/gpt-5.5']],
    ['openai-compatible/gpt-5-mini', ['openai/*']],
    ['openai/x', ['google/*']],
    ['openai/GPT-5-mini', ['openai/gpt-5-mini']],
    ['openai/gpt-5-mini', []],
  ])('refuses %s by %j', (model, allowed) => {
    expect(refusal(model, allowed)).toMatch(/^InvalidInput: .*not allowed here.*LANGFLIX_MODELS/);
  });

  it('refuses more tokens than a run may be given, with the number that it may', () => {
    const most = 20_000;
    expect(refusal('google/g', null, { tokens: most, most })).toBeNull();
    expect(refusal(null, null, { tokens: 1e9, most })).toBeNull();
    expect(refusal('google/g', null, { tokens: most + 1, most })).toMatch(
      /^InvalidInput: .*20001.*--max-llm-tokens 20000.*LANGFLIX_MAX_LLM_TOKENS/,
    );
  });
});
