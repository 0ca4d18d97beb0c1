/** The study pack's data files: their public shapes and what fills them. Everything here is pure. */
export { reportSchema } from '../shared/json-output.js';
export type { Report } from '../shared/results.js';
export {
  EXPRESSIONS_FILE_VERSION,
  type ExpressionsFile,
  expressionsFileOf,
  expressionsFileSchema,
  publicExpression,
} from './expressions-file.js';
export {
  buildManifest,
  MANIFEST_FILE,
  type Manifest,
  type ManifestFile,
  type ManifestInput,
  manifestSchema,
  parseManifest,
} from './manifest.js';
export { packResult } from './pack-result.js';
export { type ListedSegment, segmentList } from './segment-list.js';
