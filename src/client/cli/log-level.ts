import { Option } from 'commander';
import type { LogLevel } from '../../config/index.js';

/** All of them, by the compiler's word; the list in `src/config` would bring the whole configuration into `--help`. */
const LEVELS = { trace: true, debug: true, info: true, warn: true, error: true } satisfies Record<
  LogLevel,
  true
>;

export function logLevelOption(): Option {
  return new Option(
    '--log-level <level>',
    'how much is logged (default: info; debug shows stack traces)',
  ).choices(Object.keys(LEVELS));
}
