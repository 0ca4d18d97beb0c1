import type { Cue } from '../../shared/cue.js';
import type { Candidate } from '../../shared/expression.js';
import { shortLivedThread } from '../../threads/index.js';

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

export interface FinderQuestion {
  cues: readonly Cue[];
  native: string | null;
}

/** Runs that come one after the other share a thread: starting one takes some 300 ms. */
const KEEP_MS = 10_000;

/**
 * A finder whose lexicon, tagger and what they need (some 130 MB) are there only while it is asked.
 *
 * @param keepMs how long they stay after the last answer
 */
export function candidateFinder({ keepMs = KEEP_MS }: { keepMs?: number } = {}): CandidateFinder {
  const thread = shortLivedThread<FinderQuestion, Candidate[]>(
    new URL('./finder-thread.js', import.meta.url),
    { name: 'The search for expressions', keepMs },
  );
  return {
    find: (cues, { native }, signal) => thread.ask({ cues, native }, signal),
    close: () => thread.close(),
  };
}
