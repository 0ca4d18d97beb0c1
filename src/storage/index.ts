/** Local files: a home and its folders, study packs and how they get to their place, and what may be deleted. */
export { type FindOptions, findRemovable, type Removable } from './cleanup/find.js';
export type { Item, KeptItem } from './cleanup/item.js';
export { type RemovedItem, type RemoveOptions, type RemoveOutcome, removeItems } from './cleanup/remove.js';
export { fileSha256 } from './digest.js';
export { goneOr, readJson, writeJson } from './documents.js';
export { writeFileAtomic } from './durable.js';
export { storageError } from './errors.js';
export { acquireLock, type HeldBy, isLock, type Lock, lockHolder, withFileLock } from './file-lock.js';
export { databaseFiles, type Home, homeLayout, prepareHome } from './home.js';
export { fromKey, toKey } from './keys.js';
export { listFiles } from './list-files.js';
export type { LockHolder } from './lock-holder.js';
export { checkReplaceable, type IsOwn, writeOwnFile } from './own-file.js';
export { makePrivate } from './private.js';
export {
  isSameProcessAlive,
  ownIdentity,
  type ProcessIdentity,
  processIdentity,
} from './process-identity.js';
export { type Claimant, claimOutput, discardStaging } from './publish/claim.js';
export { assertOutputPlace } from './publish/forbidden.js';
export { checkOutput, freeOutputFolder, makeOutputFolder, type OutputState } from './publish/output.js';
export { type PackManifest, type PackState, readPack, verifyPack } from './publish/pack.js';
export { type Publishing, publishPack, stagingFolder } from './publish/publish.js';
export { recoverPublishing } from './publish/recover.js';
export { type OpenOptions, openRegularFile, readRegularFile } from './regular-file.js';
export {
  type AttemptFolder,
  attemptFolder,
  openRunFolder,
  type RunFolder,
  removeRunFolder,
  runFolder,
  sharedFolder,
  touchRun,
} from './run-folders.js';
export { type SegmentCache, type SegmentLength, segmentCache } from './segment-cache.js';
export { type ValueCache, type ValueKind, valueCache } from './value-cache.js';
