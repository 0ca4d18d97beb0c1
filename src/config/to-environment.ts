import type { Config } from './config.js';
import type { ConfigVariable } from './variables.js';

/** What a child process finds in the environment that it is given anyway, or not at all. */
type Inherited =
  | 'TEMPORAL_CLI_PATH'
  | 'TEMPORAL_ADDRESS'
  | 'LANGFLIX_CACHE_MAX'
  | 'LANGFLIX_MODELS'
  | 'LANGFLIX_MAX_LLM_TOKENS'
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
  const { allowed, maxTokensPerRun } = config.model;
  if (allowed !== null) environment.LANGFLIX_MODELS = allowed.join(',') || 'none';
  if (maxTokensPerRun !== null) environment.LANGFLIX_MAX_LLM_TOKENS = String(maxTokensPerRun);
  if (config.model.url !== null) environment.LANGFLIX_MODEL_URL = config.model.url;
  if (config.temporalCliPath !== null) environment.TEMPORAL_CLI_PATH = config.temporalCliPath;
  return environment;
}
