import type { Aftermath, Round } from '../round.js';

/**
 * `quick`: a heartbeat timeout of 3 s. `patient`: the default one. `disks`: quick, with work, cache and output on small
 * file systems of their own.
 */
export type SiteName = 'quick' | 'patient' | 'disks';

/** One kind of trouble. */
export interface Kind {
  name: string;
  site?: SiteName;
  /** Such rounds take a minute and more. */
  long?: boolean;
  /** Makes the trouble, and returns once it is over. */
  play(round: Round): Promise<Aftermath>;
}
