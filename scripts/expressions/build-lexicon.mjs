// Builds dist/lexicon.json (or the file named as second argument), the index of all that the offline extractor can
// find: `npm run build:lexicon`, after a change in data/phrasebook. The compiled sources are taken from dist (or the
// folder named as first argument).
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { phrasebookFiles } from './phrasebook-files.mjs';
import { nounKinds, wordnetRecords } from './wordnet.mjs';
import { zipf } from './zipf.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiled = path.resolve(process.argv[2] ?? path.join(root, 'dist'));
const target = path.resolve(process.argv[3] ?? path.join(compiled, 'lexicon.json'));

const { buildIndex } = await import(
  pathToFileURL(path.join(compiled, 'expressions/offline/lexicon/build-index.js')).href
);
try {
  const index = buildIndex(phrasebookFiles(), { records: wordnetRecords(), nouns: nounKinds() }, zipf);
  const text = `${JSON.stringify(index)}\n`;
  // Written beside its place and renamed: nobody ever loads half an index.
  writeFileSync(`${target}.next`, text);
  renameSync(`${target}.next`, target);
  console.log(`lexicon of ${index.entries.length} entries (${Math.round(text.length / 1024)} KiB) is built`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
