import { loadClientConnectConfig } from '@temporalio/envconfig';
import { LangflixError } from '../shared/errors.js';
import type { Config, ConnectionSettings } from './config.js';

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
export function readTemporal(environment: Record<string, string>): Config['temporal'] {
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
