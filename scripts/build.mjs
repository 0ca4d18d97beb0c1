#!/usr/bin/env node
// Builds dist: the compiled sources, the lexicon and the workflows' bundle. Usage: node scripts/build.mjs
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const next = join(root, 'dist.next');
const previous = join(root, 'dist.previous');

compile();
await bundleWorkflows();

/**
 * Compiles into a folder of its own, adds the lexicon and moves all into place, so that outputs of deleted sources do
 * not stay, and an error leaves the last working build as it was.
 */
function compile() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  rmSync(next, { recursive: true, force: true });
  rmSync(previous, { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', next], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) giveUp();
  buildLexicon();
  chmodSync(join(next, 'client', 'cli', 'main.js'), 0o755);
  if (existsSync(dist)) renameSync(dist, previous);
  renameSync(next, dist);
  rmSync(previous, { recursive: true, force: true });
}

/** Checks the phrasebook and packs it with WordNet into one index, so that no start has to. */
function buildLexicon() {
  const script = join(root, 'scripts', 'expressions', 'build-lexicon.mjs');
  const { status } = spawnSync(process.execPath, [script, next], { cwd: root, stdio: 'inherit' });
  if (status !== 0) giveUp();
}

function giveUp() {
  rmSync(next, { recursive: true, force: true });
  process.exit(1);
}

/**
 * Bundles the workflows once, here, so that no worker has to when it starts (about four seconds on two cores).
 * Written beside its place and renamed: a worker never loads half a bundle.
 */
async function bundleWorkflows() {
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(dist, 'workflows', 'index.js'),
    logger: new DefaultLogger('WARN'),
  });
  const target = join(dist, 'workflow-bundle.js');
  writeFileSync(`${target}.next`, code);
  renameSync(`${target}.next`, target);
  console.log(`dist and its workflow bundle (${Math.round(code.length / 1024)} KiB) are built`);
}
