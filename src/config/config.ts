import type { ConnectionOptions } from '@temporalio/client';
import type { ModelProvider } from '../shared/model-name.js';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a connection needs besides its address; fits the client's and the worker's connections alike. */
export interface ConnectionSettings {
  tls?: NonNullable<ConnectionOptions['tls']>;
  apiKey?: string;
  metadata?: Record<string, string>;
}

/** Which language model finds expressions, and what it takes to reach one. */
export interface ModelConfig {
  /** `provider/model` that runs started from here ask; null: expressions are found offline. */
  name: string | null;
  /** Where the API of `name`'s vendor is; null: where the vendor has it. */
  url: string | null;
  /** How long one request may take. */
  timeoutMs: number;
  /** Patterns of the models that runs may name, see `matchesModel`; null: any. */
  allowed: readonly string[] | null;
  /** Most tokens that one run may be given; null: as many as it asks for. */
  maxTokensPerRun: number | null;
  /** Secret: they go to their vendor and nowhere else. */
  keys: Readonly<Partial<Record<ModelProvider, string>>>;
}

/** Everything langflix can be told from outside, checked once at the entry of a process. */
export interface Config {
  /** The home: work, cache, logs and the embedded server's database. Absolute. */
  home: string;
  /** Where downloaded or built programs are kept, shared by all homes of a user. Absolute. */
  cacheDir: string;
  temporal: {
    /** A server that is there already; null: the home's own service. */
    address: string | null;
    namespace: string;
    connection: ConnectionSettings;
  };
  /** null: looked for. */
  temporalCliPath: string | null;
  ffmpegPath: string;
  ffprobePath: string;
  taskQueue: string;
  mediaQueue: string;
  /** How many ffmpegs run at a time. */
  mediaSlots: number;
  /** Quiet minutes after which a service ends by itself. */
  idleMinutes: number;
  heartbeatTimeoutMs: number;
  /** First pause after an error that may pass (I/O, too many requests); each further one is twice as long. */
  transientRetryMs: number;
  /** An ffmpeg that has not moved for so long is ended and started again. */
  stallTimeoutMs: number;
  /** What the cached segments of a home may take; null: no bound. */
  cacheMaxBytes: number | null;
  /** A run that nobody has served for so long is ended by the cleanup. */
  abandonedAfterMs: number;
  model: ModelConfig;
  logLevel: LogLevel;
  /** Preferred ports of the embedded server; free ones are taken when these are not. */
  ports: { server: number; ui: number };
  /** How long the embedded server keeps the history of closed runs. */
  retentionDays: number;
  /** The process's environment as it was read: what child processes are started with, and where PATH is. */
  environment: Readonly<Record<string, string | undefined>>;
}
