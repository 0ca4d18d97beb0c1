export { ERROR_KINDS, type ErrorKind, LangflixError } from '../shared/errors.js';
export type {
  CleanupInput,
  LessonOptions,
  ProcessVideoInput,
  SlideItem,
  SlidesInput,
} from '../shared/inputs.js';
export { TASK_QUEUE, WORKFLOWS } from '../shared/names.js';
export type {
  CleanupResult,
  ExpressionResult,
  LessonOutputs,
  ProcessVideoResult,
  Report,
  SlidesResult,
} from '../shared/results.js';
export type { Proposal, Proposed, ReviewDecision, ReviewOutcome } from '../shared/review.js';
export {
  type ConnectOptions,
  LangflixClient,
  type RunReference,
  type StartOptions,
} from './langflix-client.js';
export type { ScheduleSummary } from './schedules.js';
export { RUN_STATES, type RunState, type RunStatus } from './status.js';
