import {
  generateText,
  jsonSchema,
  type LanguageModel,
  type ModelMessage,
  NoObjectGeneratedError,
  Output,
} from 'ai';
import { type Answer, answerJsonSchema, type ReadAnswer, readAnswer } from './answer.js';
import { modelFailure } from './failure.js';
import { estimateTokens, type Prompt } from './prompt.js';

/** What a model was asked and what it cost. */
export interface Asked {
  /** Null where even the second attempt could not be read. */
  answer: Answer | null;
  /** Whether all of it could be read: another attempt would bring no more. */
  whole: boolean;
  /** Requests that were sent: 2 when the first answer was broken. */
  requests: number;
  /** As the vendor counts them; estimated where it does not. */
  tokens: number;
}

export interface AskOptions {
  timeoutMs: number;
  /** Most tokens that this question may take, prompt and answer, over both attempts. */
  maxTokens: number;
  /** Keys, to be struck from error messages. */
  secrets: readonly string[];
  signal: AbortSignal;
}

/** More than any answer takes; models that think first need room for it. */
const MOST_ANSWER_TOKENS = 16_000;
/** Less room than this gives no answer worth having. */
const LEAST_ANSWER_TOKENS = 500;
/** What of a broken answer is shown to the model again. */
const MOST_OF_A_BROKEN_ANSWER = 4000;

/**
 * Asks a model one question. An answer that cannot be read, or only in part, gets one more attempt with the fault
 * named; where that fails too, what could be read of the first is the answer.
 *
 * @throws LangflixError `ModelUnavailable` (may pass), `ModelFailed` (will not); the signal's reason when it aborts
 */
export async function askModel(model: LanguageModel, prompt: Prompt, options: AskOptions): Promise<Asked> {
  const question: ModelMessage[] = [{ role: 'user', content: prompt.user }];
  const first = await request(model, prompt.system, question, options.maxTokens, options);
  const read = readAnswer(first.text);
  if (read?.whole) return { answer: answerOf(read), whole: true, requests: 1, tokens: first.tokens };

  const left = options.maxTokens - first.tokens;
  const again: ModelMessage[] = [
    ...question,
    { role: 'assistant', content: first.text.slice(0, MOST_OF_A_BROKEN_ANSWER) || '(nothing)' },
    { role: 'user', content: faultOf(read) },
  ];
  const asked = { answer: read && answerOf(read), whole: false, requests: 1, tokens: first.tokens };
  if (
    left <
    estimateTokens(prompt.system + again.map(({ content }) => content).join('')) + LEAST_ANSWER_TOKENS
  )
    return asked;
  const second = await request(model, prompt.system, again, left, options).catch((error: unknown) => {
    options.signal.throwIfAborted();
    // Half an answer that was paid for is worth more than a whole one that would be paid for again.
    if (asked.answer === null) throw error;
    return { text: '', tokens: 0 };
  });
  const mended = readAnswer(second.text);
  return {
    answer: mended === null ? asked.answer : answerOf(mended),
    whole: mended?.whole ?? false,
    requests: 2,
    tokens: first.tokens + second.tokens,
  };
}

function answerOf({ items, refused, malformed }: ReadAnswer): Answer {
  return { items, refused, malformed };
}

function faultOf(read: ReadAnswer | null): string {
  return read === null
    ? 'That is not JSON of the given shape. Answer the question again: one JSON object with "expressions" and "refused", and nothing else.'
    : 'Your answer was cut off. Answer again and keep it short: at most the ten best expressions.';
}

/** One request: the text of the answer, whatever it is, and what it cost. */
async function request(
  model: LanguageModel,
  system: string,
  messages: ModelMessage[],
  maxTokens: number,
  options: AskOptions,
): Promise<{ text: string; tokens: number }> {
  const promptTokens = estimateTokens(system + messages.map(({ content }) => content).join(''));
  // A count below nothing would give the run more to spend.
  const costs = (text: string, total = 0) => (total > 0 ? total : promptTokens + estimateTokens(text));
  const room = Math.max(LEAST_ANSWER_TOKENS, Math.min(MOST_ANSWER_TOKENS, maxTokens - promptTokens));
  try {
    const { text, totalUsage } = await generateText({
      model,
      system,
      messages,
      maxOutputTokens: room,
      // Temporal tries again, where it is seen and survives this process.
      maxRetries: 0,
      abortSignal: AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]),
      // The shape is asked for, and checked by us entry by entry: one bad entry must not cost the others.
      output: Output.object({
        schema: jsonSchema(answerJsonSchema as Parameters<typeof jsonSchema>[0], {
          validate: (value) => ({ success: true, value }),
        }),
      }),
    });
    return { text, tokens: costs(text, totalUsage.totalTokens) };
  } catch (error) {
    options.signal.throwIfAborted();
    if (!NoObjectGeneratedError.isInstance(error)) throw modelFailure(error, options.secrets);
    const text = error.text ?? '';
    return { text, tokens: costs(text, error.usage?.totalTokens) };
  }
}

/** The SDK would write its warnings to the console, past the log. */
(globalThis as { AI_SDK_LOG_WARNINGS?: boolean }).AI_SDK_LOG_WARNINGS = false;
