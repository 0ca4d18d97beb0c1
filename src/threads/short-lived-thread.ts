import { Worker } from 'node:worker_threads';
import { LangflixError } from '../shared/errors.js';
import type { Answered, Asked } from './protocol.js';

/** A program that answers questions in a thread which is there only while it is needed. */
export interface ShortLivedThread<Question, Answer> {
  /**
   * Starts the thread where it is not there.
   *
   * @throws what the program throws, as a LangflixError; `Internal` when the thread dies; the signal's reason when
   *   aborted: the thread is ended then, unless others wait for it
   */
  ask(question: Question, signal?: AbortSignal): Promise<Answer>;
  /** Ends the thread now. What is under way fails. */
  close(): Promise<void>;
}

/**
 * Runs a program that takes much memory for a moment (a lexicon, a language model of n-grams) in a thread of its own, and
 * lets it go with all its memory when nobody has asked for a while: a service renders for hours after the second in
 * which it has read. Besides, long work does not keep heartbeats waiting.
 *
 * @param program its file, which calls `answerQuestions`
 * @param options.name what it does, for errors: "The search for expressions"
 * @param options.keepMs how long the thread stays after the last answer
 */
export function shortLivedThread<Question, Answer>(
  program: URL,
  { name, keepMs }: { name: string; keepMs: number },
): ShortLivedThread<Question, Answer> {
  const waiting = new Map<number, { resolve(answer: Answer): void; reject(error: unknown): void }>();
  let thread: Worker | null = null;
  let letGo: NodeJS.Timeout | undefined;
  let asked = 0;

  const end = async () => {
    const ending = thread;
    thread = null;
    await ending?.terminate();
  };
  const failAll = (message: string) => {
    for (const { reject } of waiting.values()) reject(new LangflixError('Internal', message));
    waiting.clear();
  };
  const onAnswer = (answered: Answered<Answer>) => {
    const asker = waiting.get(answered.id);
    waiting.delete(answered.id);
    if ('answer' in answered) asker?.resolve(answered.answer);
    else asker?.reject(errorOf(answered.error));
    if (waiting.size > 0) return;
    letGo = setTimeout(() => void end(), keepMs);
    letGo.unref();
  };
  const open = (): Worker => {
    const opened = new Worker(program);
    // It is no reason for the process to stay.
    opened.unref();
    opened.on('message', onAnswer);
    const onEnd = (why: string) => {
      if (thread !== opened) return;
      thread = null;
      failAll(`${name} has ended by itself: ${why}`);
    };
    opened.on('error', (error) => onEnd(error instanceof Error ? error.message : String(error)));
    opened.on('exit', (code) => onEnd(`exit code ${code}`));
    return opened;
  };

  return {
    async ask(question, signal) {
      signal?.throwIfAborted();
      clearTimeout(letGo);
      thread ??= open();
      const id = asked++;
      const answered = new Promise<Answer>((resolve, reject) => waiting.set(id, { resolve, reject }));
      thread.postMessage({ id, question } satisfies Asked<Question>);
      const giveUp = () => {
        waiting.get(id)?.reject(signal?.reason);
        if (waiting.delete(id) && waiting.size === 0) void end();
      };
      signal?.addEventListener('abort', giveUp);
      return answered.finally(() => signal?.removeEventListener('abort', giveUp));
    },
    async close() {
      clearTimeout(letGo);
      failAll(`${name} was ended`);
      await end();
    },
  };
}

function errorOf({
  kind,
  message,
  hint,
}: Extract<Answered<never>, { error: unknown }>['error']): LangflixError {
  return new LangflixError(kind, message, hint === undefined ? {} : { hint });
}
