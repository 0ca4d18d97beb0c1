import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  askLanguageModel,
  type ModelAccess,
  promptOf,
  questionsOf,
} from '../../../src/expressions/llm/index.js';
import { LangflixError } from '../../../src/shared/errors.js';
import type { ModelProvider } from '../../../src/shared/model-name.js';
import { cuesOf } from '../cues.js';
import { type ModelServer, modelServer, TOKENS } from './model-server.js';

const KEY = 'sk-secret-0123456789';
const ITEM = {
  quotes: [{ line: 2, words: 'give it a shot' }],
  headword: 'give it a shot',
  kind: 'idiom',
  level: 'B1',
  meaning: 'try it',
  translation: '한번 해 보다',
  similar: ['have a go'],
  worth: 5,
  why: 'It is heard every day.',
  scene: [],
};
const GOOD = JSON.stringify({ expressions: [ITEM], refused: [] });

const cues = cuesOf('Nobody has ever done it.', "Well, I'll give it a shot.");
const [question] = questionsOf(cues, []);
const prompt = promptOf(question!, cues, { level: 'B1', native: 'ko', translateLines: false });

let server: ModelServer;
beforeAll(async () => {
  server = await modelServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.received.length = 0;
});

const MODELS: Record<ModelProvider, string> = {
  google: 'google/gemini-2.5-flash',
  openai: 'openai/gpt-5-mini',
  anthropic: 'anthropic/claude-sonnet-4-5',
  'openai-compatible': 'openai-compatible/llama3.1:8b',
};

function accessTo(provider: ModelProvider, more: Partial<ModelAccess> = {}): ModelAccess {
  const keys = { [provider]: KEY };
  return {
    name: MODELS[provider],
    url: server.url(provider),
    timeoutMs: 5000,
    allowed: null,
    maxTokensPerRun: null,
    keys,
    ...more,
  };
}

function ask(
  provider: ModelProvider = 'openai-compatible',
  options: { maxTokens?: number; signal?: AbortSignal; access?: Partial<ModelAccess> } = {},
) {
  return askLanguageModel(MODELS[provider], accessTo(provider, options.access), prompt, {
    maxTokens: options.maxTokens ?? 100_000,
    signal: options.signal ?? new AbortController().signal,
  });
}

/** Every object within a value, itself among them. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)];
}

/** What asking fails with. */
async function failure(asking: Promise<unknown>): Promise<LangflixError> {
  const error = await asking.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LangflixError);
  return error as LangflixError;
}

describe.each(Object.keys(MODELS) as ModelProvider[])('a model of %s', (provider) => {
  it('is asked in its vendor’s protocol, with its key, and answers', async () => {
    server.answer(() => ({ text: GOOD }));
    const asked = await ask(provider);
    expect(asked).toMatchObject({ requests: 1, tokens: TOKENS.prompt + TOKENS.answer });
    expect(asked.answer?.items).toEqual([ITEM]);
    const [request] = server.received;
    const { headers, path } = request!;
    const said = { google: 'x-goog-api-key', anthropic: 'x-api-key' }[provider as string];
    expect(said === undefined ? headers.authorization : headers[said]).toContain(KEY);
    expect(path).toMatch(
      {
        google: /^\/v1beta\/models\/gemini-2.5-flash:generateContent$/,
        openai: /^\/v1\/responses$/,
        anthropic: /^\/v1\/messages$/,
        'openai-compatible': /^\/v1\/chat\/completions$/,
      }[provider],
    );
    expect(request!.text).toContain('"line":2');
    expect(request!.text).toContain('Korean');
  });

  it('is told the shape of the answer in a way that strict vendors take', async () => {
    server.answer(() => ({ text: GOOD }));
    await ask(provider);
    const objects = objectsIn(server.received[0]!.body).filter(
      ({ type, properties }) => String(type).toLowerCase() === 'object' && properties !== undefined,
    );
    expect(objects.length).toBeGreaterThanOrEqual(4);
    for (const { properties, required, additionalProperties } of objects) {
      expect([...(required as string[])].sort()).toEqual(Object.keys(properties as object).sort());
      // Gemini's own kind of schema has no such field.
      expect(additionalProperties).toBe(provider === 'google' ? undefined : false);
    }
    expect(JSON.stringify(objects)).not.toMatch(/"(minimum|maximum)"/);
  });

  it('is asked once more when its answer cannot be read, and told what was wrong', async () => {
    server.answer((_, count) => ({ text: count === 1 ? 'Sure! Here are some expressions.' : GOOD }));
    const asked = await ask(provider);
    expect(asked.answer?.items).toHaveLength(1);
    expect(asked).toMatchObject({ requests: 2, tokens: 2 * (TOKENS.prompt + TOKENS.answer) });
    expect(server.received[1]!.text).toContain('not JSON of the given shape');
  });

  it('is not asked twice for an answer in a fence', async () => {
    server.answer(() => ({ text: `Here you are:\n\`\`\`json\n${GOOD}\n\`\`\`\nHave fun!` }));
    expect(await ask(provider)).toMatchObject({ requests: 1, answer: { items: [ITEM] } });
  });

  it('that never answers ends in time', async () => {
    server.answer(() => ({ silence: true }));
    const error = await failure(ask(provider, { access: { timeoutMs: 300 } }));
    expect(error).toMatchObject({
      kind: 'ModelUnavailable',
      hint: expect.stringContaining('LANGFLIX_MODEL_TIMEOUT'),
    });
  });

  it('that asks to wait says for how long', async () => {
    server.answer(() => ({ status: 429, headers: { 'retry-after': '7' } }));
    expect(await failure(ask(provider))).toMatchObject({ kind: 'ModelUnavailable', retryAfterMs: 7000 });
    expect(server.received).toHaveLength(1);
  });

  it('that is out of order may be well later', async () => {
    server.answer(() => ({ status: 503 }));
    expect(await failure(ask(provider))).toMatchObject({ kind: 'ModelUnavailable', retryAfterMs: undefined });
  });

  it.each([400, 401, 403, 404])(
    'that refuses with %i is not tried again, and tells no key',
    async (status) => {
      const message = `Incorrect API key provided: ${KEY}`;
      server.answer(() => ({ status, body: { error: { message, code: status, status: 'X', type: 'x' } } }));
      const error = await failure(ask(provider));
      expect(error.kind).toBe('ModelFailed');
      expect(error.message).toContain(String(status));
      expect(`${JSON.stringify(error)}${error.message}${error.stack}`).not.toContain(KEY);
      expect(error.cause).toBeUndefined();
    },
  );
});

describe('an answer', () => {
  it('that was cut off is asked for again; what was whole of it counts when that fails too', async () => {
    const cut = `{"expressions":[${JSON.stringify(ITEM)},{"quotes":[{"line":2,"wo`;
    server.answer(() => ({ text: cut, finish: 'length' }));
    const asked = await ask();
    expect(asked).toMatchObject({ requests: 2, answer: { items: [ITEM] } });
    expect(server.received[1]!.text).toContain('cut off');
  });

  it('that was cut off counts as far as it goes when the server fails at the second request', async () => {
    const cut = `{"expressions":[${JSON.stringify(ITEM)},{"quo`;
    server.answer((_, count) => (count === 1 ? { text: cut, finish: 'length' } : { status: 500 }));
    expect(await ask()).toMatchObject({ answer: { items: [ITEM] } });
  });

  it('of another shape is asked for again', async () => {
    server.answer((_, count) => ({ text: count === 1 ? '{"results": [{"word": "shot"}]}' : GOOD }));
    expect(await ask()).toMatchObject({ requests: 2, answer: { items: [ITEM] } });
  });

  it('with a bad entry keeps the good ones', async () => {
    const text = JSON.stringify({ expressions: [ITEM, { headword: 'x' }, 'nothing'], refused: [] });
    server.answer(() => ({ text }));
    expect(await ask()).toMatchObject({ requests: 1, answer: { items: [ITEM], malformed: 2 } });
  });

  it('of which no entry can be used is asked for again', async () => {
    const text = JSON.stringify({ expressions: [{ headword: 'x' }], refused: [] });
    server.answer((_, count) => ({ text: count === 1 ? text : GOOD }));
    expect(await ask()).toMatchObject({ requests: 2, answer: { items: [ITEM] } });
  });

  it('that cannot be read twice is none, and no error', async () => {
    server.answer(() => ({ text: 'I cannot help with that.' }));
    expect(await ask()).toMatchObject({ answer: null, requests: 2 });
  });

  it('is not asked for again where the limit of tokens leaves no room', async () => {
    server.answer(() => ({ text: 'no' }));
    expect(await ask('openai-compatible', { maxTokens: 2000 })).toMatchObject({ answer: null, requests: 1 });
    expect(server.received[0]!.body.max_tokens).toBeLessThanOrEqual(2000);
  });

  it('that claims to have cost less than nothing is counted by its length', async () => {
    const message = { role: 'assistant', content: GOOD };
    const body = {
      ...{ id: 'chat_1', object: 'chat.completion', created: 1, model: 'test' },
      choices: [{ index: 0, message, finish_reason: 'stop' }],
      usage: { prompt_tokens: -1_000_000, completion_tokens: 0, total_tokens: -1_000_000 },
    };
    server.answer(() => ({ status: 200, body }));
    expect((await ask()).tokens).toBeGreaterThan(1000);
  });

  it('without end is not read to its end', async () => {
    server.answer(() => ({ text: 'x'.repeat(5_000_000) }));
    expect(await failure(ask())).toMatchObject({ kind: 'ModelUnavailable' });
  });
});

describe('asking', () => {
  it('stops when it is told to', async () => {
    server.answer(() => ({ silence: true }));
    const stop = new AbortController();
    const asking = ask('google', { signal: stop.signal });
    await expect.poll(() => server.received.length).toBe(1);
    stop.abort(new Error('cancelled'));
    await expect(asking).rejects.toThrow('cancelled');
  });

  it('takes no key to another host', async () => {
    const other = await modelServer();
    other.answer(() => ({ text: GOOD }));
    server.answer(({ path }) => ({
      status: 307,
      headers: { location: `${other.url('openai')}${path.slice(3)}` },
    }));
    expect(await failure(ask('openai'))).toMatchObject({ kind: 'ModelUnavailable' });
    expect(other.received).toEqual([]);
    await other.close();
  });

  it('waits as long as Gemini says in its own way', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '12.5s' }];
    server.answer(() => ({
      status: 429,
      body: { error: { code: 429, message: 'slow down', status: 'X', details } },
    }));
    expect(await failure(ask('google'))).toMatchObject({ kind: 'ModelUnavailable', retryAfterMs: 12_500 });
  });

  it('does not wait for a quota that is used up', async () => {
    server.answer(() => ({ status: 429, headers: { 'retry-after': '86400' } }));
    expect(await failure(ask())).toMatchObject({ kind: 'ModelFailed' });
    const body = {
      error: {
        message: 'You exceeded your current quota',
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      },
    };
    server.answer(() => ({ status: 429, body }));
    expect(await failure(ask('openai'))).toMatchObject({ kind: 'ModelFailed' });
  });

  it('needs a key of its vendor, and an address for servers of one’s own', async () => {
    server.answer(() => ({ text: GOOD }));
    const noKey = await failure(ask('google', { access: { keys: {} } }));
    expect(noKey).toMatchObject({ kind: 'ModelFailed', message: expect.stringContaining('GEMINI_API_KEY') });
    const noUrl = await failure(ask('openai-compatible', { access: { url: null } }));
    expect(noUrl).toMatchObject({
      kind: 'ModelFailed',
      message: expect.stringContaining('LANGFLIX_MODEL_URL'),
    });
    expect(server.received).toEqual([]);
    expect(await ask('openai-compatible', { access: { keys: {} } })).toMatchObject({ requests: 1 });
  });
});
