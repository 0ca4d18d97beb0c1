import type { Logger } from 'pino';
import type { TrackReader } from '../episode/index.js';
import type { CandidateFinder } from '../expressions/index.js';
import type { ModelAccess } from '../expressions/llm/index.js';
import type { MediaTools } from '../media/index.js';
import type { Home } from '../storage/index.js';

/** What a worker gives its activities; read once when it starts. */
export interface ActivityDependencies {
  home: Home;
  tools: MediaTools;
  tracks: TrackReader;
  finder: CandidateFinder;
  log: Logger;
  /** langflix's own version. */
  version: string;
  /** Whether the server knows langflix's search attributes. */
  searchAttributes: boolean;
  /** Keys and addresses of language models. */
  model: ModelAccess;
  /** Delay before the first new try after an error that passes; doubled each time. */
  transientRetryMs: number;
  /** An ffmpeg that has not moved for so long is ended. */
  stallMs: number;
  /** Ids of all runs that are open now. Throws when the server cannot be asked. */
  openRunIds(): Promise<ReadonlySet<string>>;
  /** Whether a run is open; sure where a listing lags. Throws when the server cannot be asked. */
  isRunOpen(run: { workflowId: string; runId: string }): Promise<boolean>;
  /** What cached segments may take together; null: no bound. */
  cacheMaxBytes: number | null;
  /**
   * Ends the runs that no worker has served for too long, or only says which, and why.
   *
   * @throws when the server cannot be asked
   */
  endAbandonedRuns(options: {
    dryRun: boolean;
  }): Promise<{ workflowId: string; runId: string; reason: string }[]>;
}
