import { resolve } from 'node:path';
import envPaths from 'env-paths';
import type { z } from 'zod';
import { LangflixError } from '../shared/errors.js';
import { MODEL_PROVIDERS, type ModelProvider } from '../shared/model-name.js';
import { mediaQueueOf } from '../shared/names.js';
import type { Config, ModelConfig } from './config.js';
import { schemaOf } from './schema.js';
import { readTemporal } from './temporal-settings.js';
import type { ConfigVariable } from './variables.js';

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
  const temporal = readTemporal(environment);
  return {
    home: resolve(values.LANGFLIX_HOME),
    cacheDir: resolve(values.LANGFLIX_CACHE),
    temporal,
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
    model: readModel(values, temporal.address === null),
    logLevel: values.LANGFLIX_LOG_LEVEL,
    ports: { server: values.LANGFLIX_PORT, ui: values.LANGFLIX_UI_PORT },
    retentionDays: values.LANGFLIX_RETENTION_DAYS,
    environment,
  };
}

function isSecret(variable: string): boolean {
  return variable.endsWith('_KEY');
}

function readModel(values: z.output<ReturnType<typeof schemaOf>>, isEmbedded: boolean): ModelConfig {
  const keys: Partial<Record<ModelProvider, string>> = {};
  for (const [provider, { keys: variables }] of Object.entries(MODEL_PROVIDERS)) {
    const found = variables.map((variable) => values[variable]).find((value) => value !== undefined);
    if (found !== undefined) keys[provider as ModelProvider] = found;
  }
  return {
    name: values.LANGFLIX_MODEL,
    url: values.LANGFLIX_MODEL_URL ?? null,
    timeoutMs: values.LANGFLIX_MODEL_TIMEOUT,
    allowed: values.LANGFLIX_MODELS ?? defaultModels(values.LANGFLIX_MODEL, isEmbedded),
    maxTokensPerRun: values.LANGFLIX_MAX_LLM_TOKENS ?? null,
    keys,
  };
}

/**
 * Which models runs may name when nothing says so. Only this machine's user starts runs on an embedded server; on a
 * cluster it may be anybody, with any model whose key the worker has: there, only the one that its operator chose.
 */
function defaultModels(chosen: string | null, isEmbedded: boolean): string[] | null {
  if (isEmbedded) return null;
  return chosen === null ? [] : [chosen];
}
