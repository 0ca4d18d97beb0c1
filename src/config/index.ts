/** Everything langflix can be told from outside: the one place that reads the environment, once, when a process starts. */
export {
  type Config,
  type ConnectionSettings,
  LOG_LEVELS,
  type LogLevel,
  type ModelConfig,
} from './config.js';
export { readConfig } from './read-config.js';
export { toEnvironment } from './to-environment.js';
export { CONFIG_VARIABLES, type ConfigVariable } from './variables.js';
