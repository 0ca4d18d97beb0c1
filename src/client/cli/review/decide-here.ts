import { LangflixError } from '../../../shared/errors.js';
import type { RunReference } from '../../langflix-client.js';
import type { RunStatus } from '../../status.js';
import type { Session } from '../connection.js';

/** Asks for a review within a command that follows the run, so that no second terminal is needed. */
export interface DecideHere {
  /** Told every status. Starts asking when the run begins to wait, and stops when it waits no more. */
  see(status: RunStatus): void;
  /** Whether the terminal is in use for questions. */
  isAsking(): boolean;
  /** Ends the questions. */
  stop(): void;
}

/** @param say what comes of it, in a line for the person */
export function decideHere(session: Session, run: RunReference, say: (text: string) => void): DecideHere {
  let wasAsked = false;
  let asking: AbortController | null = null;

  async function ask(signal: AbortSignal): Promise<void> {
    const proposal = await session.client.proposal(run);
    const { askPerson } = await import('./prompts.js');
    const decision = await askPerson(proposal, signal);
    if (decision !== null && !signal.aborted) await session.client.review(run, decision);
    else if (!signal.aborted) say(`Decide later: langflix review ${run.workflowId}`);
  }

  return {
    see({ stage }) {
      if (stage !== 'review') asking?.abort();
      if (stage !== 'review' || wasAsked) return;
      wasAsked = true;
      const mine = new AbortController();
      asking = mine;
      void ask(mine.signal)
        .catch((error: unknown) => {
          // Somebody else was quicker, or the time was over: the run goes on either way.
          if (!mine.signal.aborted) say(error instanceof LangflixError ? error.message : String(error));
        })
        .finally(() => {
          asking = null;
        });
    },
    isAsking: () => asking !== null,
    stop: () => asking?.abort(),
  };
}
