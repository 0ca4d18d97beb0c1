/** A second Ctrl-C within this time cancels the run; without one, the command goes and the run stays. */
const SECOND_WITHIN_MS = 3000;

export interface InterruptHandlers {
  /** The first Ctrl-C: says what a second one would do. */
  onFirst(): void;
  /** The second, in time: cancel. */
  onSecond(): void;
  /** No second one came, or a third: go. */
  onLeave(): void;
}

/**
 * Turns Ctrl-C into "leave" (once) or "cancel" (twice within three seconds). After a cancellation has been asked for,
 * one more leaves without waiting for its end.
 *
 * @returns what puts Ctrl-C back to what it was
 */
export function onInterrupts(handlers: InterruptHandlers): () => void {
  let received = 0;
  let leaving: NodeJS.Timeout | undefined;
  const onInterrupt = () => {
    received += 1;
    clearTimeout(leaving);
    if (received === 1) {
      handlers.onFirst();
      leaving = setTimeout(() => handlers.onLeave(), SECOND_WITHIN_MS);
    } else if (received === 2) handlers.onSecond();
    else handlers.onLeave();
  };
  process.on('SIGINT', onInterrupt);
  return () => {
    process.off('SIGINT', onInterrupt);
    clearTimeout(leaving);
  };
}
