const LOOKS = 20;

/**
 * Calls back when nothing has changed for a while. Time is counted in looks, not by the clock: a laptop that
 * slept for the night has looked once.
 *
 * @param stallMs milliseconds without change.
 * @returns `report` takes the state as a text, `end` stops watching.
 */
export function stallWatch(
  stallMs: number,
  stalled: () => void,
): { report: (state: string) => void; end: () => void } {
  let last = '';
  let looks = 0;
  const timer = setInterval(
    () => {
      looks += 1;
      if (looks < LOOKS) return;
      clearInterval(timer);
      stalled();
    },
    Math.max(1, stallMs / LOOKS),
  );
  return {
    report: (state) => {
      if (state === last) return;
      last = state;
      looks = 0;
    },
    end: () => clearInterval(timer),
  };
}
