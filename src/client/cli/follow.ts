import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config.js';
import { LangflixError } from '../../shared/errors.js';
import type { LangflixClient, RunReference } from '../langflix-client.js';
import type { RunStatus } from '../status.js';
import { isServerUnavailable, openSession, type Session } from './connection.js';

/** A second Ctrl-C within this time cancels the run; without one, the command goes and the run stays. */
const SECOND_INTERRUPT_MS = 3000;
/** How long a server that was configured may be away before a command gives up on it. */
const PATIENCE_MS = 60_000;

export type Followed = { end: 'finished'; status: RunStatus } | { end: 'detached' };

export interface FollowOptions {
  config: Config;
  session: Session;
  run: RunReference;
  onStatus(status: RunStatus): void;
  say(text: string): void;
}

/**
 * Follows a run to its end. When the home's service dies meanwhile, it is started again and the run goes on.
 *
 * Ctrl-C once leaves the run alone (`detached`), twice within three seconds cancels it and waits for its end.
 */
export async function follow(options: FollowOptions): Promise<Followed> {
  const interrupts = catchInterrupts();
  const leave = new AbortController();
  let session = options.session;
  const say = options.say;
  const cancelling = interrupts.run({
    onFirst: () => say('Still running; `langflix watch` to come back, Ctrl-C again to cancel it.'),
    onSecond: async () => {
      say('Cancelling ...');
      await session.client
        .cancel(options.run)
        .catch((error: unknown) => say(`Could not cancel: ${String(error)}`));
    },
    onLeave: () => leave.abort(),
  });
  try {
    let lostAt: number | null = null;
    for (;;) {
      try {
        const status = await watchToEnd(session.client, options, leave.signal, () => {
          lostAt = null;
        });
        return { end: 'finished', status };
      } catch (error) {
        if (leave.signal.aborted) return { end: 'detached' };
        if (!isServerUnavailable(error)) throw error;
        lostAt ??= Date.now();
        session = await reconnect(options, session, lostAt, error);
      }
    }
  } finally {
    interrupts.stop();
    await cancelling;
    if (session !== options.session) await session.close().catch(() => {});
  }
}

async function watchToEnd(
  client: LangflixClient,
  { run, onStatus }: FollowOptions,
  signal: AbortSignal,
  onAnswer: () => void,
): Promise<RunStatus> {
  let last: RunStatus | null = null;
  for await (const status of client.watch(run, { signal })) {
    onAnswer();
    onStatus(status);
    last = status;
  }
  if (last === null) throw new LangflixError('Internal', 'The run told nothing of itself.');
  return last;
}

async function reconnect(
  options: FollowOptions,
  lost: Session,
  lostAt: number,
  cause: unknown,
): Promise<Session> {
  if (lost !== options.session) await lost.close().catch(() => {});
  if (options.session.embedded) {
    options.say('The service is gone; it is started again and the run goes on.');
    return openSession(options.config, options.say);
  }
  if (Date.now() - lostAt > PATIENCE_MS) {
    throw new LangflixError('NoServer', 'The Temporal server does not answer any more.', {
      hint: 'The run goes on when it is back: langflix watch',
      cause,
    });
  }
  await sleep(1000);
  return openSession(options.config, options.say, false).catch(() => lost);
}

interface InterruptHandlers {
  onFirst(): void;
  onSecond(): Promise<void>;
  onLeave(): void;
}

/** Turns Ctrl-C into "leave" (once) or "cancel" (twice). */
function catchInterrupts() {
  let handlers: InterruptHandlers | null = null;
  let leaving: NodeJS.Timeout | null = null;
  let cancelled = false;
  let finish: () => void = () => {};
  let pending: Promise<void> = Promise.resolve();
  const onInterrupt = () => {
    if (handlers === null || cancelled) return;
    if (leaving === null) {
      handlers.onFirst();
      leaving = setTimeout(() => handlers?.onLeave(), SECOND_INTERRUPT_MS);
      return;
    }
    clearTimeout(leaving);
    cancelled = true;
    pending = handlers.onSecond();
  };
  process.on('SIGINT', onInterrupt);
  return {
    run(given: InterruptHandlers): Promise<void> {
      handlers = given;
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
    stop() {
      process.off('SIGINT', onInterrupt);
      if (leaving !== null) clearTimeout(leaving);
      void pending.finally(finish);
    },
  };
}
