import { Option } from 'commander';
import { LOG_LEVELS } from '../../config.js';

export function logLevelOption(): Option {
  return new Option(
    '--log-level <level>',
    'how much is logged (default: info; debug shows stack traces)',
  ).choices(LOG_LEVELS);
}
