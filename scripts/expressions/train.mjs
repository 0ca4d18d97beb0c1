// Trains the scorer and writes data/scorer.json: `npm run train:scorer [-- --gold FOLDER]`, after a build.
// Learned from: the development sets of others where they are at hand, and our own gold's lines marked "tune". Lines marked
// "report" are never read here. Prints cross-validated figures: each part is judged by weights learned from the others.
import { writeFileSync } from 'node:fs';
import { loadLexicon } from '../../dist/expressions/offline/lexicon/lexicon.js';
import { readPhrasebook } from '../../dist/expressions/offline/lexicon/phrasebook.js';
import { gatherEvidence } from '../../dist/expressions/offline/scoring/judge.js';
import { withoutOverlaps } from '../../dist/expressions/offline/scoring/overlaps.js';
import { probability } from '../../dist/expressions/offline/scoring/scorer.js';
import { readUtterances, wordsNearby } from '../../dist/expressions/offline/text/read-cues.js';
import { spansOf } from '../../dist/expressions/offline/text/spans.js';
import { verdictOn } from './agreement.mjs';
import { goldFolder, lettersOf, readIdioms, readMwe, readOwn, sameLetters, sharedLetters } from './gold.mjs';
import { learnWeights } from './logistic.mjs';
import { idiomFigures, isHit, mweFigures, ownFigures } from './measure.mjs';
import { phrasebookFiles } from './phrasebook-files.mjs';

const FOLDS = 5;
const PENALTIES = [0.5, 1, 2, 4];
/**
 * One of the many idiom lines tells less than one of the few lines in which everything is marked. The phrasebook's
 * examples show no literal uses, which must not teach that there are none.
 */
const IMPORTANCE = { mwe: 1, figurative: 0.25, literal: 0.7, own: 1.5, example: 0.05, exampleOfProne: 0.01 };

const lexicon = await loadLexicon();
const folder = goldFolder(process.argv);
const mwe = folder === null ? [] : readMwe(folder).map(withEvidence);
const idioms = folder === null ? [] : readIdioms(folder).map(withEvidence);
const own = readOwn('tune').map(withEvidence);
const examples = readPhrasebook(phrasebookFiles()).flatMap(examplesIn);
const groups = [
  ...mwe.map((line, at) => ({ fold: at % FOLDS, examples: () => fullyMarked(line) })),
  ...own.map((line, at) => ({ fold: at % FOLDS, examples: () => ownMarked(line) })),
  ...examples.map((line, at) => ({ fold: at % FOLDS, examples: () => exampleMarked(line) })),
  // All lines of one idiom stay together: a new idiom must be judged well, not a known one.
  ...idioms.map((line) => ({ fold: foldOf(line.idiom), examples: () => oneMarked(line) })),
].map(({ fold, examples }) => ({ fold, examples: examples() }));

const results = PENALTIES.map(crossValidated);
const best = results.reduce(better);
for (const result of results) console.log(line(result));
const weights = learnWeights(
  examplesOf(() => true),
  best.penalty,
);
const file = new URL('../../data/scorer.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(scorerFile(), null, 1)}\n`);
console.log(`${weights.size} weights are written to data/scorer.json`);

function withEvidence(each) {
  const utterances = readUtterances([{ index: 0, startMs: 0, endMs: 1000, text: each.text }]);
  const tokens = utterances[0] ?? [];
  const evidence = gatherEvidence(tokens, lexicon, wordsNearby(utterances, 0)).map((found) => ({
    ...found,
    letters: lettersOf(
      each.text,
      spansOf(found.match.own, tokens).map(({ start, end }) => [start, end]),
    ),
  }));
  return { ...each, evidence };
}

/** Every expression of the line is marked, so all that is not is none. Names are left out. */
function fullyMarked({ evidence, expressions }) {
  const names = expressions.filter(({ isName }) => isName);
  return evidence
    .filter(({ letters }) => !names.some((name) => sharedLetters(letters, name.letters) > 0))
    .map(({ features, letters }) => ({
      features,
      label: expressions.some((each) => sameLetters(letters, each.letters)) ? 1 : 0,
      importance: IMPORTANCE.mwe,
    }));
}

/** Only one expression of the line is known to be one, or not to be. */
function oneMarked({ evidence, figurative, letters }) {
  const hits = evidence.filter((found) => isHit(found, letters));
  if (hits.length === 0) return [];
  const closest = hits.reduce((a, b) =>
    sharedLetters(b.letters, letters) > sharedLetters(a.letters, letters) ? b : a,
  );
  return (figurative ? [closest] : hits).map(({ features }) => ({
    features,
    label: figurative ? 1 : 0,
    importance: figurative ? IMPORTANCE.figurative : IMPORTANCE.literal,
  }));
}

/** What may be found or not teaches nothing. */
function ownMarked(line) {
  return line.evidence
    .map((each) => ({ each, verdict: verdictOn(each, line) }))
    .filter(({ verdict }) => verdict !== 'allowed')
    .map(({ each, verdict }) => ({
      features: each.features,
      label: verdict === 'right' ? 1 : 0,
      importance: IMPORTANCE.own,
    }));
}

/** The phrasebook's own example lines: they hold their entry; what else they hold is not said. */
function examplesIn({ written, wordings }) {
  const headwords = wordings.map(({ display }) => display);
  return written.senses.map(({ example }) => ({ ...withEvidence({ text: example }), headwords }));
}

function exampleMarked({ evidence, headwords }) {
  return evidence
    .filter(({ match }) => headwords.includes(match.headword))
    .map(({ features, match }) => ({
      features,
      label: 1,
      importance: match.entry.literalProne > 0 ? IMPORTANCE.exampleOfProne : IMPORTANCE.example,
    }));
}

function foldOf(name) {
  return [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % FOLDS;
}

function examplesOf(wanted) {
  return groups.filter(({ fold }) => wanted(fold)).flatMap(({ examples }) => examples);
}

function crossValidated(penalty) {
  const folds = Array.from({ length: FOLDS }, (_, fold) =>
    learnWeights(
      examplesOf((other) => other !== fold),
      penalty,
    ),
  );
  const thresholds = Array.from({ length: 13 }, (_, step) => 0.2 + step * 0.05);
  const figures = thresholds.map((threshold) => figuresAt(folds, Math.round(threshold * 100) / 100));
  return figures.map((each) => ({ ...each, penalty })).reduce(better);
}

/** The mean of both F1s decides. */
function better(a, b) {
  return b.f1 + b.own.f1 > a.f1 + a.own.f1 ? b : a;
}

function figuresAt(folds, threshold) {
  const system = (each, fold) => found(each.evidence, folds[fold], threshold);
  const byText = new Map([
    ...mwe.map((each, at) => [each.text, [each, at % FOLDS]]),
    ...idioms.map((each) => [each.text, [each, foldOf(each.idiom)]]),
    ...own.map((each, at) => [each.text, [each, at % FOLDS]]),
  ]);
  const lookUp = (text) => system(...byText.get(text));
  const { precision, recall, f1 } = mweFigures(mwe, lookUp);
  const { figurative, literal } = idiomFigures(idioms, lookUp);
  return {
    ...{ threshold, precision, recall, f1, own: ownFigures(own, lookUp) },
    figurative: figurative.hits / figurative.of,
    literal: literal.hits / literal.of,
  };
}

function found(evidence, weightsHere, threshold) {
  const judged = evidence.map((each) => ({
    ...each,
    probability: each.clue === null ? probability(each.features, { weights: weightsHere }) : 0,
  }));
  return withoutOverlaps(judged, threshold).filter(
    (each) => each.insteadOf === null && each.probability >= threshold,
  );
}

function line({ penalty, threshold, precision, recall, f1, own: ours, figurative, literal }) {
  const percent = (share) => `${(share * 100).toFixed(1)} %`;
  return `penalty ${penalty}, threshold ${threshold}: expressions F1 ${percent(f1)} (precision ${percent(precision)}, recall ${percent(recall)}), idioms found ${percent(figurative)}, literal uses taken ${percent(literal)}, our own lines precision ${percent(ours.precision)}, recall ${percent(ours.recall)}`;
}

function scorerFile() {
  const rounded = [...weights]
    .map(([name, weight]) => [name, Math.round(weight * 1000) / 1000])
    .filter(([, weight]) => weight !== 0);
  return {
    version: 1,
    about: {
      madeBy: 'npm run train:scorer',
      learnedFrom: {
        expressions: mwe.length,
        idioms: idioms.length,
        own: own.length,
        examples: examples.length,
      },
      crossValidated: line(best),
    },
    threshold: best.threshold,
    weights: Object.fromEntries(rounded),
  };
}
