export { type FinishedPack, finishedPack } from './finished-pack.js';
export { identifyRequest, type RequestIdentity, workflowIdOf } from './identity.js';
export { findSidecar, sidecarNames } from './sidecar.js';
export { type TrackReader, trackReader } from './track-reader.js';
export type { Tracks } from './tracks.js';
