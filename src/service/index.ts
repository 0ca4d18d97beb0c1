export { type EnsureOptions, ensureService, type ResolvedServer, resolveServer } from './connect.js';
export { touchLastCommand } from './home-files.js';
export type { InstallOptions } from './install-options.js';
export { readService, type StopOptions, stopService } from './running-service.js';
export type { RunServiceOptions, ServiceWork } from './serve.js';
export { embeddedConnectOptions } from './server-calls.js';
export { runService } from './service.js';
export type { ServiceInfo } from './service-info.js';
export { type Log, openLog } from './service-log.js';
export {
  cachedCliPath,
  findTemporalCli,
  HOW_TO_GET_IT,
  installTemporalCli,
  locateTemporalCli,
  temporalCliVersion,
} from './temporal-cli.js';
