import { APICallError } from 'ai';
import { LangflixError } from '../../shared/errors.js';

/** A server that asks to wait for longer is not waited for: a quota of a day is used up, say. */
const LONGEST_WAIT_MS = 10 * 60_000;
/** What of a server's own words is shown. */
const MOST_WORDS = 300;

/**
 * What went wrong with a request to a model, under a public name: `ModelUnavailable` for what may pass (with the
 * server's own word on when to come again), `ModelFailed` for what will not.
 *
 * The error holds no cause: an SDK's errors carry the whole request, which has no place in logs and histories. The key
 * is struck from the server's words.
 */
export function modelFailure(error: unknown, secrets: readonly string[]): LangflixError {
  if (error instanceof LangflixError) return error;
  if (!APICallError.isInstance(error)) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    const message = timedOut
      ? 'The model did not answer in time'
      : `The model cannot be reached: ${wordsOf(error, secrets)}`;
    return new LangflixError('ModelUnavailable', message, timedOut ? { hint: SLOW } : {});
  }
  const { statusCode, responseHeaders, responseBody } = error;
  const said = wordsOf(error, secrets);
  if (statusCode === undefined)
    return new LangflixError('ModelUnavailable', `The model cannot be reached: ${said}`);
  const isQuota = /insufficient_quota|billing/i.test(responseBody ?? '');
  const mayPass =
    (statusCode === 429 && !isQuota) || statusCode >= 500 || [200, 408, 409].includes(statusCode);
  if (!mayPass) {
    return new LangflixError('ModelFailed', `The model’s server refuses (${statusCode}): ${said}`, {
      hint: MENDS[statusCode] ?? 'Check the model’s name and key: langflix doctor',
    });
  }
  const retryAfterMs = retryAfter(responseHeaders ?? {}, responseBody ?? '', Date.now());
  if (retryAfterMs !== null && retryAfterMs > LONGEST_WAIT_MS) {
    return new LangflixError(
      'ModelFailed',
      `The model’s server asks to wait for ${Math.ceil(retryAfterMs / 60_000)} minutes (${statusCode}): ${said}`,
      { hint: 'Its quota is used up: ask again later, or choose another model.' },
    );
  }
  return new LangflixError('ModelUnavailable', `The model’s server says ${statusCode}: ${said}`, {
    ...(retryAfterMs !== null && { retryAfterMs }),
  });
}

const SLOW = 'A model on this machine may need more time: raise LANGFLIX_MODEL_TIMEOUT.';
const MENDS: Readonly<Record<number, string>> = {
  401: 'The key is wrong: langflix doctor shows which variable holds it.',
  403: 'The key may not use this model.',
  404: 'There is no such model: check its name in LANGFLIX_MODEL or --model.',
};

function wordsOf(error: unknown, secrets: readonly string[]): string {
  let words = error instanceof Error ? error.message : String(error);
  for (const secret of secrets) if (secret !== '') words = words.replaceAll(secret, '***');
  return words.replace(/\s+/g, ' ').trim().slice(0, MOST_WORDS) || 'nothing';
}

/**
 * When a server asks to be asked again, in milliseconds from now: its `retry-after-ms` or `retry-after` header
 * (seconds or a date), or the `retryDelay` in Google's error details.
 */
export function retryAfter(
  headers: Readonly<Record<string, string>>,
  body: string,
  now: number,
): number | null {
  const ms = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (ms >= 0) return Math.ceil(ms);
  const header = headers['retry-after'];
  if (header !== undefined) {
    const seconds = Number(header);
    if (seconds >= 0) return Math.ceil(seconds * 1000);
    const at = Date.parse(header);
    if (!Number.isNaN(at)) return Math.max(0, at - now);
  }
  const delay = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(body)?.[1];
  return delay === undefined ? null : Math.ceil(Number(delay) * 1000);
}
