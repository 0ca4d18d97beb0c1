// The background process of a home. Started by ensureService; configured by its environment.

import { applySchedule } from '../client/schedules.js';
import { readConfig } from '../config/index.js';
import { startWorker } from '../worker/index.js';
import { runService } from './service.js';

process.exitCode = await runService({
  config: readConfig(process.env),
  foreground: false,
  startWorker,
  applySchedule,
});
// A native thread or an open socket must not keep a service that has ended.
process.exit();
