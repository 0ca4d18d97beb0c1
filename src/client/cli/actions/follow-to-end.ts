import type { ProcessVideoResult, SlidesResult } from '../../../shared/results.js';
import type { RunReference } from '../../langflix-client.js';
import type { RunState, RunStatus } from '../../status.js';
import type { Session } from '../connection.js';
import { EXIT } from '../exit-codes.js';
import { follow } from '../follow.js';
import { progressLine } from '../progress-line.js';
import { decideHere } from '../review/decide-here.js';
import { showResult } from '../show-result.js';
import type { Terminal } from '../terminal.js';

/**
 * Draws a run's progress until it has ended, and tells what came of it. At a terminal, a run that waits for a review
 * asks for it here.
 *
 * @throws LangflixError whose `kind` says why the run has no result
 */
export async function followToEnd(session: Session, run: RunReference, terminal: Terminal): Promise<number> {
  const line = progressLine(terminal.progress);
  const say = (text: string) => {
    line.end();
    terminal.say(text);
  };
  const isAttended = !terminal.json && process.stdin.isTTY && process.stdout.isTTY;
  const review = isAttended ? decideHere(session, run, say) : null;
  const onStatus = (status: RunStatus) => {
    review?.see(status);
    if (review === null || !review.isAsking()) line.show(status);
    else line.end();
  };
  const followed = await follow({ session, run, onStatus, say }).finally(() => {
    review?.stop();
    line.end();
  });
  if (followed.end === 'detached') {
    terminal.answer(followed.status ?? unseen(run));
    return EXIT.detached;
  }
  showResult(await session.client.result<ProcessVideoResult | SlidesResult>(run), run, terminal);
  return EXIT.done;
}

/** The same for a program: each status as it comes, a JSON object a line. The exit code says how it ended. */
export async function followInJson(session: Session, run: RunReference, terminal: Terminal): Promise<number> {
  const followed = await follow({
    session,
    run,
    onStatus: (status) => terminal.answer(status),
    say: (text) => terminal.warn(text),
  });
  return followed.end === 'detached' ? EXIT.detached : exitCodeOf(followed.status.state);
}

function exitCodeOf(state: RunState): number {
  if (state === 'SUCCESS') return EXIT.done;
  return state === 'CANCELLED' ? EXIT.cancelled : EXIT.failed;
}

/** A run of which nothing was heard before the command was left. */
function unseen(run: RunReference): RunStatus {
  return { ...run, state: 'PENDING', stage: null, current: 0, total: 0, percent: 0, status: '' };
}
