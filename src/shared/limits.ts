/** Time limits of each activity, in milliseconds. */
export interface Limits {
  /** At this age the activity stops its work, cleans up and fails with `SoftTimeLimitExceeded`. */
  softMs: number;
  /** At this age the activity is over whatever it does: `HardTimeLimitExceeded`. */
  hardMs: number;
  /** Silence after which a worker is taken for lost and the activity is given to another one. */
  heartbeatMs: number;
}

/** The limits of the Celery tasks that langflix replaces (soft 25 minutes, hard 30), and half a minute of silence. */
export const DEFAULT_LIMITS: Limits = { softMs: 25 * 60_000, hardMs: 30 * 60_000, heartbeatMs: 30_000 };
