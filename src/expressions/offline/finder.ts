import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Cue } from '../../shared/cue.js';
import { LangflixError } from '../../shared/errors.js';
import type { Candidate } from '../../shared/expression.js';

/** Finds candidates without keeping what that takes; see {@link candidateFinder}. */
export interface CandidateFinder {
  /**
   * The same as `findCandidates`.
   *
   * @throws LangflixError `Internal` when the lexicon cannot be read or the thread dies; the signal's reason when aborted
   */
  find(cues: readonly Cue[], options: { native: string | null }, signal?: AbortSignal): Promise<Candidate[]>;
  /** Ends the thread now. What is under way fails. */
  close(): Promise<void>;
}

/** What is asked of the thread, and what it answers. */
export interface FinderQuestion {
  id: number;
  cues: readonly Cue[];
  native: string | null;
}
export type FinderAnswer = { id: number } & (
  | { candidates: Candidate[] }
  | { problem: string; hint?: string }
);

/** Runs that come one after the other share a thread: starting one takes some 300 ms. */
const KEEP_MS = 10_000;

/**
 * A finder that works in a thread of its own and lets it go when nobody has asked for a while. Lexicon, tagger and
 * what they need take some 130 MB (`npm run bench:render` prints what a service takes), and one look at an episode
 * takes a second; a service that keeps them would hold that memory for the hours in which it renders. Besides, a long
 * film's lines do not keep heartbeats waiting.
 *
 * @param keepMs how long the thread stays after the last answer
 */
export function candidateFinder({ keepMs = KEEP_MS }: { keepMs?: number } = {}): CandidateFinder {
  const waiting = new Map<number, { resolve(found: Candidate[]): void; reject(error: unknown): void }>();
  let thread: Worker | null = null;
  let letGo: NodeJS.Timeout | undefined;
  let asked = 0;

  const end = async () => {
    const ending = thread;
    thread = null;
    await ending?.terminate();
  };
  const failAll = (error: unknown) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const open = (): Worker => {
    const opened = new Worker(fileURLToPath(new URL('./finder-thread.js', import.meta.url)));
    // It is no reason for the process to stay.
    opened.unref();
    opened.on('message', (answer: FinderAnswer) => {
      const asker = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('candidates' in answer) asker?.resolve(answer.candidates);
      else asker?.reject(internal(answer.problem, answer.hint));
      if (waiting.size === 0) {
        letGo = setTimeout(() => void end(), keepMs);
        letGo.unref();
      }
    });
    const onEnd = (why: string) => {
      if (thread !== opened) return;
      thread = null;
      failAll(internal(`The search for expressions has ended by itself: ${why}`));
    };
    opened.on('error', (error) => onEnd(error instanceof Error ? error.message : String(error)));
    opened.on('exit', (code) => onEnd(`exit code ${code}`));
    return opened;
  };

  return {
    async find(cues, { native }, signal) {
      signal?.throwIfAborted();
      clearTimeout(letGo);
      thread ??= open();
      const id = asked++;
      const question: FinderQuestion = { id, cues, native };
      const answered = new Promise<Candidate[]>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      thread.postMessage(question);
      return answered;
    },
    async close() {
      clearTimeout(letGo);
      failAll(internal('The search for expressions was ended'));
      await end();
    },
  };
}

function internal(message: string, hint?: string): LangflixError {
  return new LangflixError('Internal', message, hint === undefined ? {} : { hint });
}
