/** What a command's exit code says; errors have theirs in `ERROR_KINDS`. */
export const EXIT = {
  done: 0,
  failed: 1,
  unusable: 2,
  cancelled: 3,
  nobodyServes: 4,
  detached: 130,
} as const;
