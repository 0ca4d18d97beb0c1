#!/usr/bin/env node
// Makes a fresh clone ready: packages, build, ffmpeg, Temporal CLI. Needs nothing but Node; runs before
// `npm run demo` and `npm test`, and takes no time when all is there.
// Usage: node scripts/setup.mjs [--for-tests]
import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuild } from './setup/build.mjs';
import { ensureExtras, extrasFor } from './setup/extras.mjs';
import { ensureMediaTools } from './setup/media-tools.mjs';
import { isAtLeast } from './setup/node-version.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { StepError } from './setup/step-error.mjs';
import { ensureTemporalCli } from './setup/temporal.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tests = process.argv.includes('--for-tests');
const startedAt = Date.now();

const announce = (line) => console.log(`… ${line}`);
const found = (line) => console.log(`✓ ${line}`);

try {
  await setUp();
} catch (error) {
  console.error(describe(error));
  process.exitCode = 1;
}

async function setUp() {
  checkNode();
  giveHome();

  const packages = await ensurePackages(root, announce);
  const build = await ensureBuild(root, announce);
  found(
    `Node ${process.versions.node}, ${packages.count} npm packages as locked, ${build.built ? 'built' : 'build up to date'}`,
  );

  const { readConfig } = await import(pathToFileURL(join(root, 'dist', 'config', 'index.js')).href);
  const config = readConfig(process.env);
  for (const line of await ensureMediaTools(root, config, announce)) found(line);
  for (const line of await ensureExtras(extrasFor({ tests }), announce)) found(line);
  found(await ensureTemporalCli(root, config, announce));
  found(`ready (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
}

/** langflix's own errors (a wrong variable, say) carry a hint; anything else is a fault, and its stack tells where. */
function describe(error) {
  if (error instanceof StepError) return error.report();
  if (error.hint) return `✗ set-up: ${error.message}\n  next: ${error.hint}`;
  return `✗ set-up: ${error.stack}`;
}

function checkNode() {
  const least = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node.replace(
    /^>=\s*/,
    '',
  );
  if (isAtLeast(process.versions.node, least)) return;
  throw new StepError('Node', {
    message: `langflix needs Node ${least} or later; this is ${process.versions.node} (${process.execPath})`,
    next: 'install a current Node (https://nodejs.org, or `nvm install 20`) and run the same command again',
  });
}

/** An empty HOME (some CI runners) would put caches into the working directory: the account's own is meant. */
function giveHome() {
  if (homedir() === '') process.env.HOME = userInfo().homedir;
}
