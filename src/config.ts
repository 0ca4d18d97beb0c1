import { availableParallelism } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import type { ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import envPaths from 'env-paths';
import { z } from 'zod';
import { LangflixError } from './shared/errors.js';
import { DEFAULT_LIMITS } from './shared/limits.js';
import { MODEL_NAME_RULE, MODEL_PROVIDERS, type ModelProvider, parseModelName } from './shared/model-name.js';
import { mediaQueueOf, TASK_QUEUE } from './shared/names.js';

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

/** The variables that langflix reads. README and `langflix doctor` show this table. */
export const CONFIG_VARIABLES = [
  {
    name: 'LANGFLIX_HOME',
    default: 'the system’s place for application data',
    meaning: 'folder of work, cache, logs and the embedded server’s database',
  },
  {
    name: 'LANGFLIX_CACHE',
    default: 'the system’s place for caches',
    meaning: 'folder in which the Temporal CLI is kept once it was fetched or built',
  },
  {
    name: 'LANGFLIX_FFMPEG',
    default: 'ffmpeg',
    meaning: 'the ffmpeg to use: a path, or a name looked up in PATH',
  },
  {
    name: 'LANGFLIX_FFPROBE',
    default: 'ffprobe',
    meaning: 'the ffprobe to use: a path, or a name looked up in PATH',
  },
  {
    name: 'LANGFLIX_MEDIA_SLOTS',
    default: 'one for each core',
    meaning: 'how many ffmpegs run at a time',
  },
  {
    name: 'LANGFLIX_TASK_QUEUE',
    default: TASK_QUEUE,
    meaning: 'task queue of the workflows; the media queue is the same with `-media`',
  },
  {
    name: 'LANGFLIX_IDLE_MINUTES',
    default: '10',
    meaning: 'quiet minutes after which the background service ends',
  },
  {
    name: 'LANGFLIX_HEARTBEAT_TIMEOUT',
    default: `${DEFAULT_LIMITS.heartbeatMs / 1000}s`,
    meaning: 'silence after which a worker is taken for lost: `30s`, `2m`, `1500ms`',
  },
  {
    name: 'LANGFLIX_TRANSIENT_RETRY',
    default: '60s',
    meaning: 'first pause after an error that may pass; each further one is twice as long',
  },
  {
    name: 'LANGFLIX_STALL_TIMEOUT',
    default: '60s',
    meaning: 'an ffmpeg that has not moved for so long is ended and started again',
  },
  {
    name: 'LANGFLIX_CACHE_MAX',
    default: 'no bound',
    meaning: 'space that cached scenes may take: `20GB`, `500MB` or bytes; those used longest ago go first',
  },
  {
    name: 'LANGFLIX_ABANDONED_AFTER',
    default: '7d',
    meaning: 'a run that no worker has served for so long is ended by the daily cleanup: `12h`, `7d`',
  },
  {
    name: 'LANGFLIX_MODEL',
    default: 'none: expressions are found offline',
    meaning:
      'language model that finds expressions, as `provider/model`: `google/…`, `openai/…`, `anthropic/…`, `openai-compatible/…`',
  },
  {
    name: 'LANGFLIX_MODEL_URL',
    default: 'the vendor’s own',
    meaning: 'where the model’s API is; `openai-compatible` needs it: `http://127.0.0.1:11434/v1`',
  },
  {
    name: 'LANGFLIX_MODEL_KEY',
    default: 'none',
    meaning: 'key for an `openai-compatible` server that asks for one',
  },
  {
    name: 'LANGFLIX_MODEL_TIMEOUT',
    default: '5m',
    meaning: 'how long the model may take for one answer',
  },
  {
    name: 'GEMINI_API_KEY',
    default: 'none',
    meaning: 'key for `google/…` (GOOGLE_GENERATIVE_AI_API_KEY counts too)',
  },
  { name: 'OPENAI_API_KEY', default: 'none', meaning: 'key for `openai/…`' },
  { name: 'ANTHROPIC_API_KEY', default: 'none', meaning: 'key for `anthropic/…`' },
  { name: 'LANGFLIX_LOG_LEVEL', default: 'info', meaning: LOG_LEVELS.join(', ') },
  { name: 'LANGFLIX_PORT', default: '7233', meaning: 'preferred port of the embedded server' },
  { name: 'LANGFLIX_UI_PORT', default: '8233', meaning: 'preferred port of its Web UI' },
  {
    name: 'LANGFLIX_RETENTION_DAYS',
    default: '30',
    meaning: 'how long the embedded server keeps the history of closed runs',
  },
  {
    name: 'TEMPORAL_CLI_PATH',
    default: 'looked for in PATH and the cache',
    meaning: 'the Temporal CLI, which is the embedded server',
  },
  {
    name: 'TEMPORAL_ADDRESS',
    default: 'none: the embedded server',
    meaning:
      'a Temporal server to use instead; TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_*, TEMPORAL_PROFILE and TEMPORAL_CONFIG_FILE count too',
  },
] as const satisfies readonly { name: string; default: string; meaning: string }[];

export type ConfigVariable = (typeof CONFIG_VARIABLES)[number]['name'];

const wholeNumber = (min: number, max: number, fallback: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DAY_MS = UNIT_MS.d;

/** A number without a unit is seconds. */
const milliseconds = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d)?$/, { error: 'must be a length of time such as 30s, 2m or 1500ms' })
  .transform((text) => {
    const unit = /[a-z]+$/.exec(text)?.[0] ?? 's';
    return Math.round(Number.parseFloat(text) * UNIT_MS[unit as keyof typeof UNIT_MS]);
  });

const UNIT_BYTES = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** Decimal units, as disks are sold; a number without one is bytes. */
const byteCount = z
  .string()
  .regex(/^\d+(\.\d+)?\s*([kmgt]?b)?$/i, { error: 'must be a size such as 20GB, 500MB or a number of bytes' })
  .transform((text) => {
    const unit = (/([kmgt]?)b$/i.exec(text)?.[1] ?? '').toLowerCase();
    return Math.round(Number.parseFloat(text) * UNIT_BYTES[unit as keyof typeof UNIT_BYTES]);
  });

/** A path stays right when a child process runs in another folder; a bare name is looked up in PATH. */
const program = z.string().transform((name) => (/[\\/]/.test(name) ? resolve(name) : name));

/** No place for secrets: addresses are shown to people and written into logs. */
const apiUrl = z
  .string()
  .refine(isPlainUrl, { error: 'must be an http or https address without user, password, ? and #' })
  .transform((url) => url.replace(/\/+$/, ''));

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
}

/** A key with a line break or an umlaut in it breaks the header that carries it. */
const key = z.string().regex(/^[\x21-\x7e]+$/, { error: 'must have no spaces, line breaks or accents' });

const absoluteFolder = z.string().refine(isAbsolute, { error: 'must be an absolute path' });

function schemaOf(paths: { data: string; cache: string }) {
  return z.object({
    LANGFLIX_HOME: absoluteFolder.default(paths.data),
    LANGFLIX_CACHE: absoluteFolder.default(paths.cache),
    LANGFLIX_FFMPEG: program.default('ffmpeg'),
    LANGFLIX_FFPROBE: program.default('ffprobe'),
    LANGFLIX_MEDIA_SLOTS: wholeNumber(1, 256, Math.min(256, availableParallelism())),
    LANGFLIX_TASK_QUEUE: z
      .string()
      .max(200)
      .regex(/^[\w.-]+$/, { error: 'may hold letters, digits, dots, dashes and underscores' })
      .default(TASK_QUEUE),
    LANGFLIX_IDLE_MINUTES: z.coerce.number().positive().max(525_600).default(10),
    LANGFLIX_HEARTBEAT_TIMEOUT: milliseconds
      .pipe(
        z
          .number()
          .min(1000, { error: 'must be at least 1s' })
          .max(DAY_MS, { error: 'must be at most a day' }),
      )
      .default(DEFAULT_LIMITS.heartbeatMs),
    LANGFLIX_TRANSIENT_RETRY: milliseconds
      .pipe(z.number().max(DAY_MS, { error: 'must be at most a day' }))
      .default(60_000),
    LANGFLIX_MODEL: z
      .string()
      .refine((name) => name === 'none' || parseModelName(name) !== null, { error: MODEL_NAME_RULE })
      .transform((name) => (name === 'none' ? null : name))
      .default(null),
    LANGFLIX_MODEL_URL: apiUrl.optional(),
    LANGFLIX_MODEL_KEY: key.optional(),
    LANGFLIX_STALL_TIMEOUT: milliseconds
      .pipe(
        z
          .number()
          .min(1000, { error: 'must be at least 1s' })
          .max(DAY_MS, { error: 'must be at most a day' }),
      )
      .default(60_000),
    LANGFLIX_CACHE_MAX: byteCount.optional(),
    LANGFLIX_ABANDONED_AFTER: milliseconds
      .pipe(
        z
          .number()
          .min(1000, { error: 'must be at least 1s' })
          .max(3650 * DAY_MS, { error: 'must be at most 3650d' }),
      )
      .default(7 * DAY_MS),
    LANGFLIX_MODEL_TIMEOUT: milliseconds
      .pipe(
        z
          .number()
          .min(1000, { error: 'must be at least 1s' })
          .max(3_600_000, { error: 'must be at most an hour' }),
      )
      .default(300_000),
    GEMINI_API_KEY: key.optional(),
    GOOGLE_GENERATIVE_AI_API_KEY: key.optional(),
    OPENAI_API_KEY: key.optional(),
    ANTHROPIC_API_KEY: key.optional(),
    LANGFLIX_LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
    LANGFLIX_PORT: wholeNumber(1, 65_535, 7233),
    LANGFLIX_UI_PORT: wholeNumber(1, 65_535, 8233),
    LANGFLIX_RETENTION_DAYS: wholeNumber(1, 3650, 30),
    TEMPORAL_CLI_PATH: z
      .string()
      .transform((path) => resolve(path))
      .optional(),
  });
}

/**
 * Reads the configuration of a process. Called once at its entry with `process.env`; nothing else reads that.
 *
 * @param overrides variables that count more than the environment's (command-line options); undefined ones do not
 * count.
 * @throws LangflixError `InvalidInput`, naming the variable.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  overrides: Partial<Record<ConfigVariable, string | undefined>> = {},
): Config {
  const environment: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(env), ...Object.entries(overrides)]) {
    // An empty variable is how a shell or a compose file says "not set".
    if (value !== undefined && value !== '') environment[name] = value;
  }
  const parsed = schemaOf(envPaths('langflix', { suffix: '' })).safeParse(environment);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const name = String(issue.path[0]);
    const shown = isSecret(name) ? name : `${name}=${environment[name] ?? ''}`;
    throw new LangflixError('InvalidInput', `${shown}: ${issue.message}`, {
      hint: `Correct ${name} or unset it.`,
    });
  }
  const values = parsed.data;
  return {
    home: resolve(values.LANGFLIX_HOME),
    cacheDir: resolve(values.LANGFLIX_CACHE),
    temporal: readTemporal(environment),
    temporalCliPath: values.TEMPORAL_CLI_PATH ?? null,
    ffmpegPath: values.LANGFLIX_FFMPEG,
    ffprobePath: values.LANGFLIX_FFPROBE,
    taskQueue: values.LANGFLIX_TASK_QUEUE,
    mediaQueue: mediaQueueOf(values.LANGFLIX_TASK_QUEUE),
    mediaSlots: values.LANGFLIX_MEDIA_SLOTS,
    idleMinutes: values.LANGFLIX_IDLE_MINUTES,
    heartbeatTimeoutMs: values.LANGFLIX_HEARTBEAT_TIMEOUT,
    transientRetryMs: values.LANGFLIX_TRANSIENT_RETRY,
    stallTimeoutMs: values.LANGFLIX_STALL_TIMEOUT,
    cacheMaxBytes: values.LANGFLIX_CACHE_MAX ?? null,
    abandonedAfterMs: values.LANGFLIX_ABANDONED_AFTER,
    model: readModel(values),
    logLevel: values.LANGFLIX_LOG_LEVEL,
    ports: { server: values.LANGFLIX_PORT, ui: values.LANGFLIX_UI_PORT },
    retentionDays: values.LANGFLIX_RETENTION_DAYS,
    environment,
  };
}

function isSecret(variable: string): boolean {
  return variable.endsWith('_KEY');
}

function readModel(values: z.output<ReturnType<typeof schemaOf>>): ModelConfig {
  const keys: Partial<Record<ModelProvider, string>> = {};
  for (const [provider, { keys: variables }] of Object.entries(MODEL_PROVIDERS)) {
    const found = variables.map((variable) => values[variable]).find((value) => value !== undefined);
    if (found !== undefined) keys[provider as ModelProvider] = found;
  }
  return {
    name: values.LANGFLIX_MODEL,
    url: values.LANGFLIX_MODEL_URL ?? null,
    timeoutMs: values.LANGFLIX_MODEL_TIMEOUT,
    keys,
  };
}

function loadClientSettings(overrideEnvVars: Record<string, string>) {
  try {
    return loadClientConnectConfig({ overrideEnvVars });
  } catch (error) {
    // The SDK (1.24.0) trips over a temporal.toml without any profile; such a file says nothing.
    if (!(error instanceof TypeError)) throw error;
    return loadClientConnectConfig({ overrideEnvVars, disableFile: true });
  }
}

/** A profile without an address is no server: then the home's own service is used, in its default namespace. */
function readTemporal(environment: Record<string, string>): Config['temporal'] {
  let settings: ReturnType<typeof loadClientConnectConfig>;
  try {
    settings = loadClientSettings(environment);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LangflixError('InvalidInput', `Temporal’s connection settings cannot be used: ${reason}`, {
      hint: 'Correct the TEMPORAL_* variables or Temporal’s temporal.toml (TEMPORAL_CONFIG_FILE names another one).',
      cause: error,
    });
  }
  const { address, tls, apiKey, metadata } = settings.connectionOptions;
  if (address === undefined) return { address: null, namespace: 'default', connection: {} };
  const connection: ConnectionSettings = {};
  if (tls !== undefined && tls !== null) connection.tls = tls;
  if (apiKey !== undefined) connection.apiKey = apiKey;
  if (metadata !== undefined) {
    connection.metadata = Object.fromEntries(
      Object.entries(metadata).map(([key, value]) => [key, value.toString()]),
    );
  }
  return { address, namespace: settings.namespace ?? 'default', connection };
}

/** What a child process finds in the environment that it is given anyway, or not at all. */
type Inherited =
  | 'TEMPORAL_CLI_PATH'
  | 'TEMPORAL_ADDRESS'
  | 'LANGFLIX_CACHE_MAX'
  | 'LANGFLIX_MODEL_URL'
  | Extract<ConfigVariable, `${string}_KEY`>;

/**
 * The same configuration as an environment, for a child process that calls {@link readConfig} itself.
 */
export function toEnvironment(config: Config): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(config.environment)) {
    if (value !== undefined) environment[name] = value;
  }
  const own: Record<Exclude<ConfigVariable, Inherited>, string> = {
    LANGFLIX_HOME: config.home,
    LANGFLIX_CACHE: config.cacheDir,
    LANGFLIX_FFMPEG: config.ffmpegPath,
    LANGFLIX_FFPROBE: config.ffprobePath,
    LANGFLIX_MEDIA_SLOTS: String(config.mediaSlots),
    LANGFLIX_TASK_QUEUE: config.taskQueue,
    LANGFLIX_IDLE_MINUTES: String(config.idleMinutes),
    LANGFLIX_HEARTBEAT_TIMEOUT: `${config.heartbeatTimeoutMs}ms`,
    LANGFLIX_TRANSIENT_RETRY: `${config.transientRetryMs}ms`,
    LANGFLIX_STALL_TIMEOUT: `${config.stallTimeoutMs}ms`,
    LANGFLIX_ABANDONED_AFTER: `${config.abandonedAfterMs}ms`,
    LANGFLIX_MODEL: config.model.name ?? 'none',
    LANGFLIX_MODEL_TIMEOUT: `${config.model.timeoutMs}ms`,
    LANGFLIX_LOG_LEVEL: config.logLevel,
    LANGFLIX_PORT: String(config.ports.server),
    LANGFLIX_UI_PORT: String(config.ports.ui),
    LANGFLIX_RETENTION_DAYS: String(config.retentionDays),
  };
  Object.assign(environment, own);
  if (config.cacheMaxBytes !== null) environment.LANGFLIX_CACHE_MAX = String(config.cacheMaxBytes);
  if (config.model.url !== null) environment.LANGFLIX_MODEL_URL = config.model.url;
  if (config.temporalCliPath !== null) environment.TEMPORAL_CLI_PATH = config.temporalCliPath;
  return environment;
}
