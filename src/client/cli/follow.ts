import { setTimeout as sleep } from 'node:timers/promises';
import { LangflixError } from '../../shared/errors.js';
import type { RunReference } from '../langflix-client.js';
import type { RunStatus } from '../status.js';
import type { Session } from './connection.js';
import { onInterrupts } from './interrupts.js';
import { isServerUnavailable } from './server-gone.js';

/** How long a server that was configured may be away before a command gives up on it. */
const PATIENCE_MS = 60_000;

/** How following a run ended: with the run, or with Ctrl-C before it. `status` is the last that was seen. */
export type Followed = { end: 'finished'; status: RunStatus } | { end: 'detached'; status: RunStatus | null };

export interface FollowOptions {
  session: Session;
  run: RunReference;
  onStatus(status: RunStatus): void;
  say(text: string): void;
}

/**
 * Follows a run to its end. When the home's service dies meanwhile, it is started again and the run goes on.
 *
 * Ctrl-C once leaves the run alone (`detached`), twice within three seconds cancels it and waits for its end.
 *
 * @throws LangflixError `NoServer` when a configured server stays away
 */
export async function follow(options: FollowOptions): Promise<Followed> {
  const leave = new AbortController();
  const left = new Promise<'left'>((resolve) => {
    leave.signal.addEventListener('abort', () => resolve('left'), { once: true });
  });
  const pursuit = new Pursuit(options, leave.signal);
  const stop = onInterrupts({
    onFirst: () => options.say('Still running; `langflix watch` to come back, Ctrl-C again to cancel it.'),
    onSecond: () => {
      options.say('Cancelling; Ctrl-C once more not to wait for it.');
      void pursuit.cancel();
    },
    onLeave: () => leave.abort(),
  });
  try {
    // A server that is gone may take its time to answer, or to start: who leaves does not wait for it.
    const status = await Promise.race([pursuit.toEnd(), left]);
    return status === 'left' ? { end: 'detached', status: pursuit.last } : { end: 'finished', status };
  } catch (error) {
    if (leave.signal.aborted) return { end: 'detached', status: pursuit.last };
    throw error;
  } finally {
    stop();
  }
}

/** Stays with a run over lost connections. */
class Pursuit {
  last: RunStatus | null = null;
  #cancelWanted = false;
  #lostAt: number | null = null;

  constructor(
    readonly options: FollowOptions,
    readonly leave: AbortSignal,
  ) {}

  async toEnd(): Promise<RunStatus> {
    for (;;) {
      try {
        if (this.#cancelWanted) await this.options.session.client.cancel(this.options.run);
        return await this.#watch();
      } catch (error) {
        if (this.leave.aborted || !isServerUnavailable(error)) throw error;
        await this.#reconnect(error);
      }
    }
  }

  /** Asks for the run's cancellation now, or as soon as the server is back. */
  async cancel(): Promise<void> {
    this.#cancelWanted = true;
    const { session, run, say } = this.options;
    await session.client.cancel(run).catch((error: unknown) => {
      // A run that has just ended is what was wanted.
      const isOver = error instanceof LangflixError && error.kind === 'RunNotFound';
      if (!isOver && !isServerUnavailable(error)) say(`Could not cancel: ${String(error)}`);
    });
  }

  async #watch(): Promise<RunStatus> {
    const { session, run, onStatus } = this.options;
    for await (const status of session.client.watch(run, { signal: this.leave })) {
      if (this.leave.aborted) break;
      this.#lostAt = null;
      this.last = status;
      onStatus(status);
    }
    if (this.last === null) throw new LangflixError('Internal', 'The run told nothing of itself.');
    return this.last;
  }

  async #reconnect(cause: unknown): Promise<void> {
    const { session, say } = this.options;
    if (session.embedded) {
      say('The service is gone; it is started again and the run goes on.');
      return session.renew(this.leave);
    }
    if (this.#lostAt === null) say('The Temporal server does not answer; waiting for it.');
    this.#lostAt ??= Date.now();
    if (Date.now() - this.#lostAt > PATIENCE_MS) {
      throw new LangflixError('NoServer', 'The Temporal server does not answer any more.', {
        hint: 'The run goes on when it is back: langflix watch',
        cause,
      });
    }
    await sleep(1000, undefined, { signal: this.leave });
    await session.renew(this.leave).catch(() => {});
  }
}
