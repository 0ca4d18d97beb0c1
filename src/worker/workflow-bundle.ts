import { fileURLToPath } from 'node:url';
import type { WorkerOptions } from '@temporalio/worker';

/** The workflows, bundled once at build time (scripts/build.mjs): a worker that starts has nothing to compile. */
export function workflowBundle(): Required<Pick<WorkerOptions, 'workflowBundle'>> {
  return { workflowBundle: { codePath: fileURLToPath(new URL('../workflow-bundle.js', import.meta.url)) } };
}
