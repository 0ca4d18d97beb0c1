import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessVideoResult } from '../shared/results.js';
import { recoverPublishing, verifyPack } from '../storage/index.js';
import { expressionsFileSchema, MANIFEST_FILE, packResult, parseManifest } from '../study/index.js';

export interface FinishedPack {
  result: ProcessVideoResult;
  /** The run that made it. */
  run: { workflowId: string; runId: string };
}

/**
 * The answer that a study pack gives without being made again: when it was made from the very same request
 * (`RequestIdentity.request`) and every file is there as it was. Null otherwise.
 */
export async function finishedPack(outputDir: string, request: string): Promise<FinishedPack | null> {
  await recoverPublishing(outputDir);
  const manifest = parseManifest(await readFile(join(outputDir, MANIFEST_FILE), 'utf8').catch(() => ''));
  if (manifest === null || manifest.request !== request) return null;
  if (!(await verifyPack(outputDir, { deep: true })).whole) return null;
  const text = await readFile(join(outputDir, 'expressions.json'), 'utf8');
  const expressions = expressionsFileSchema.parse(JSON.parse(text));
  const { workflowId, runId } = manifest;
  return { result: packResult(outputDir, manifest, expressions), run: { workflowId, runId } };
}
