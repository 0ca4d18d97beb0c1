// Measures the offline extractor: `npm run bench:expressions [-- --gold FOLDER] [--details]`, after a build.
// Prints figures on the development sets of others (where they are at hand) and on our own gold, beside two simple
// extractors; then speed and memory. --details lists what was missed and wrongly found in our own gold's lines for tuning.
import { loadLexicon } from '../../dist/expressions/index.js';
import { goldFolder, readIdioms, readMwe, readOwn } from './gold.mjs';
import { exactShare, idiomFigures, mweFigures, ownFigures } from './measure.mjs';
import { measureSpeed } from './speed.mjs';
import { extractor, lexiconAlone, wordnetContiguous } from './systems.mjs';

const PHRASAL_VERBS = ['V.VPC.full', 'V.VPC.semi'];
const LEAST_OF_A_VARIANT = 10;

const lexicon = await loadLexicon();
const systems = {
  langflix: extractor(lexicon),
  'lexicon alone': lexiconAlone(lexicon),
  'WordNet, word by word': wordnetContiguous(),
};
const folder = goldFolder(process.argv);
if (folder !== null) {
  const mwe = readMwe(folder);
  table(`All multi-word expressions, names left out (${mwe.length} sentences of web reviews)`, (system) => {
    const { precision, recall, f1 } = mweFigures(mwe, system);
    const { share, wanted } = exactShare(mwe, PHRASAL_VERBS, system);
    return `precision ${percent(precision)}  recall ${percent(recall)}  F1 ${percent(f1)}  phrasal verbs exact ${percent(share)} of ${wanted}`;
  });
  const idioms = readIdioms(folder);
  table(`Idioms (${idioms.length} sentences)`, (system) => {
    const { figurative, literal } = idiomFigures(idioms, system);
    return `figurative uses found ${percent(share(figurative))}  literal uses taken for idioms ${percent(share(literal))}`;
  });
  const { byVariant } = idiomFigures(idioms, systems.langflix);
  console.log('\nFigurative uses found by langflix, by how the idiom is said');
  for (const [variant, { figurative }] of [...byVariant].sort(
    (a, b) => b[1].figurative.of - a[1].figurative.of,
  ))
    if (figurative.of >= LEAST_OF_A_VARIANT)
      console.log(`  ${variant.padEnd(24)} ${percent(share(figurative))} of ${figurative.of}`);
}
for (const split of ['tune', 'report']) {
  const lines = readOwn(split);
  table(`Our own lines of film dialogue, split "${split}" (${lines.length})`, (system) => {
    const { precision, recall, f1, exactly } = ownFigures(lines, system);
    return `precision ${percent(precision)}  recall ${percent(recall)}  F1 ${percent(f1)}  (exactly the words marked: ${percent(exactly.precision)}, ${percent(exactly.recall)})`;
  });
}
console.log(
  '  (right: the same core words; slot fillers, articles and words marked as optional do not count, see data/gold/README.md)',
);
if (process.argv.includes('--details')) {
  const { missed, wrong } = ownFigures(readOwn('tune'), systems.langflix);
  console.log(`\nMissed\n  ${missed.join('\n  ')}\n\nWrongly found\n  ${wrong.join('\n  ')}`);
}
const { sentencesPerSecond, sentences, loadMs, residentMb } = measureSpeed();
console.log(
  `\nSpeed of langflix: ${Math.round(sentencesPerSecond)} sentences a second of processor time (${sentences} sentences)`,
);
console.log(
  `In a fresh process: lexicon loaded in ${loadMs} ms of processor time, ${residentMb} MB resident at the end`,
);

function table(title, row) {
  console.log(`\n${title}`);
  for (const [name, system] of Object.entries(systems)) console.log(`  ${name.padEnd(24)} ${row(system)}`);
}

function share({ hits, of }) {
  return of === 0 ? 0 : hits / of;
}

function percent(value) {
  return `${(value * 100).toFixed(1)} %`.padStart(7);
}
