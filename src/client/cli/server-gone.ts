/** gRPC's UNAVAILABLE, DEADLINE_EXCEEDED and CANCELLED (the channel went away). */
const GONE = new Set<unknown>([14, 4, 1]);

/**
 * Whether an error says that the server is gone, not that it refused. Told by the shapes of gRPC's and the Temporal
 * client's errors, so that a command that fails before it needs either does not load them.
 */
export function isServerUnavailable(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && 'details' in at && 'metadata' in at && GONE.has(at.code)) return true;
    if (at.name === 'ServiceError' && at.cause === undefined) return true;
  }
  return false;
}
