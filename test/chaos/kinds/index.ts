import { buildKinds } from './builds.js';
import { cancellationKinds } from './cancellations.js';
import { crowdKinds } from './crowds.js';
import { deletionKinds, diskKinds } from './disks.js';
import { encodeKinds } from './encodes.js';
import type { Kind } from './kind.js';
import { limitKinds } from './limits.js';
import { processKinds } from './processes.js';

/** All kinds of trouble. */
export const KINDS: readonly Kind[] = [
  ...processKinds,
  ...encodeKinds,
  ...cancellationKinds,
  ...limitKinds,
  ...diskKinds,
  ...deletionKinds,
  ...buildKinds,
  ...crowdKinds,
];
