import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Config } from '../config/index.js';
import { MODEL_PROVIDERS, type ModelProvider } from '../shared/model-name.js';

/** Settings by which a service's work differs, by the names of their variables. */
export type ServiceSettings = Record<string, string | number>;

const serviceInfoSchema = z.object({
  pid: z.int().positive(),
  /** Told apart from a later process of the same pid; null where the system does not tell. */
  startTime: z.string().nullable(),
  address: z.string(),
  namespace: z.string(),
  uiUrl: z.string(),
  version: z.string(),
  fingerprint: z.string(),
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  logLevel: z.string(),
  /** Started by `langflix up`: a person sits in front of it, so no command replaces it. */
  foreground: z.boolean(),
  startedAt: z.string(),
  log: z.string(),
});

/** What `service.json` in a home says of the running service. */
export type ServiceInfo = z.infer<typeof serviceInfoSchema>;

/** @returns null when there is none, or none that can be read (of another version, half a file). */
export async function readServiceInfo(path: string): Promise<ServiceInfo | null> {
  try {
    return serviceInfoSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

/** Written beside and renamed, so that nobody reads half of it. */
export async function writeServiceInfo(path: string, info: ServiceInfo): Promise<void> {
  const staged = `${path}.${process.pid}`;
  await writeFile(staged, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 });
  await rename(staged, path);
}

export async function removeServiceInfo(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** The settings that matter: two services that differ in one of them would work differently. */
export function settingsThatMatter(config: Config): ServiceSettings {
  return {
    LANGFLIX_TASK_QUEUE: config.taskQueue,
    LANGFLIX_MEDIA_SLOTS: config.mediaSlots,
    LANGFLIX_FFMPEG: config.ffmpegPath,
    LANGFLIX_FFPROBE: config.ffprobePath,
    LANGFLIX_HEARTBEAT_TIMEOUT: `${config.heartbeatTimeoutMs}ms`,
    LANGFLIX_TRANSIENT_RETRY: `${config.transientRetryMs}ms`,
    LANGFLIX_STALL_TIMEOUT: `${config.stallTimeoutMs}ms`,
    LANGFLIX_CACHE_MAX: config.cacheMaxBytes ?? 'no bound',
    LANGFLIX_ABANDONED_AFTER: `${config.abandonedAfterMs}ms`,
    LANGFLIX_RETENTION_DAYS: config.retentionDays,
    ...modelSettings(config.model),
  };
}

/** Of a key only a short hash, by which another key is told from it and nothing else. */
function modelSettings(model: Config['model']): ServiceSettings {
  const { name, url, timeoutMs, keys, allowed, maxTokensPerRun } = model;
  const hashes = Object.entries(keys).map(([provider, key]) => [
    MODEL_PROVIDERS[provider as ModelProvider].keys[0],
    `sha256:${createHash('sha256').update(`langflix ${provider} ${key}`).digest('hex').slice(0, 8)}`,
  ]);
  return {
    ...(name !== null && { LANGFLIX_MODEL: name }),
    ...(url !== null && { LANGFLIX_MODEL_URL: url }),
    LANGFLIX_MODELS: allowed?.join(',') ?? 'any',
    LANGFLIX_MAX_LLM_TOKENS: maxTokensPerRun ?? 'no bound',
    LANGFLIX_MODEL_TIMEOUT: `${timeoutMs}ms`,
    ...Object.fromEntries(hashes),
  };
}

/** A short hash of {@link settingsThatMatter}. */
export function fingerprintOf(settings: ServiceSettings): string {
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}

/**
 * In words for a person, how a running service differs from what a command asks for; empty: it does not.
 *
 * @param wanted.config null: any settings will do
 */
export function differences(
  running: ServiceInfo,
  wanted: { version: string; config: Config | null },
): string[] {
  const found: string[] = [];
  if (running.version !== wanted.version) {
    found.push(`langflix ${running.version} instead of ${wanted.version}`);
  }
  if (wanted.config === null) return found;
  const settings = settingsThatMatter(wanted.config);
  for (const name of new Set([...Object.keys(settings), ...Object.keys(running.settings)])) {
    if (running.settings[name] !== settings[name]) {
      found.push(`${name} ${running.settings[name] ?? 'unset'} instead of ${settings[name] ?? 'unset'}`);
    }
  }
  return found;
}
