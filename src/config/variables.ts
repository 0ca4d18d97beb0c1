import { DEFAULT_LIMITS } from '../shared/limits.js';
import { TASK_QUEUE } from '../shared/names.js';
import { LOG_LEVELS } from './config.js';

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
    name: 'LANGFLIX_MODELS',
    default: 'any on an embedded server; on a configured one only LANGFLIX_MODEL',
    meaning:
      'models that a worker asks for runs: patterns such as `openai/gpt-5-mini,google/*`; `none`: no model at all',
  },
  {
    name: 'LANGFLIX_MAX_LLM_TOKENS',
    default: 'no bound but each run’s own',
    meaning: 'most tokens that a run may ask a worker for; one that asks for more is refused',
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
