// Trains the scorer and writes data/scorer.json: `npm run train:scorer [-- --gold FOLDER]`, after a build.
// Learned from: the development sets of others where they are at hand, and our own gold's lines marked "tune". Lines marked
// "report" are never read here. Prints cross-validated figures: each part is judged by weights learned from the others.
import { writeFileSync } from 'node:fs';
import { loadLexicon } from '../../dist/expressions/offline/lexicon/lexicon.js';
import { readPhrasebook } from '../../dist/expressions/offline/lexicon/phrasebook.js';
import { gatherEvidence } from '../../dist/expressions/offline/scoring/judge.js';
import { withoutOverlaps } from '../../dist/expressions/offline/scoring/overlaps.js';
import { probability, thresholdFor } from '../../dist/expressions/offline/scoring/scorer.js';
import { readUtterances, wordsNearby } from '../../dist/expressions/offline/text/read-cues.js';
import { spansOf } from '../../dist/expressions/offline/text/spans.js';
import { verdictOn } from './agreement.mjs';
import { goldFolder, lettersOf, readIdioms, readMwe, readOwn, sameLetters, sharedLetters } from './gold.mjs';
import { learnWeights } from './logistic.mjs';
import { idiomFigures, isHit, mweFigures, ownFigures } from './measure.mjs';
import { phrasebookFiles } from './phrasebook-files.mjs';

const FOLDS = 5;
const PENALTIES = [0.5, 1, 2];
const THRESHOLDS = {
  idiom: [0.45, 0.55, 0.65, 0.75, 0.85],
  literalProne: [0.35, 0.45, 0.55, 0.65],
  other: [0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65],
};
/** What must be found whatever precision would gain: of unknown idioms' figurative uses, of the phrasebook's examples. */
const LEAST_FOUND = { figurative: 0.84, examples: 0.952 };
/** How much more a wrong find costs on our own lines than a missed one: a lesson may leave out, not mislead. */
const PRECISION_COUNTS = 2;
/**
 * One of the many idiom lines tells less than one of the few lines in which everything is marked. The phrasebook's
 * examples show no literal uses, which must not teach that there are none.
 */
const IMPORTANCE = { mwe: 1, figurative: 0.25, literal: 0.7, own: 1.5, example: 0.05 };

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
    .map(({ features }) => ({
      features,
      label: 1,
      importance: IMPORTANCE.example,
    }));
}

function foldOf(name) {
  return [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % FOLDS;
}

function examplesOf(wanted) {
  return groups.filter(({ fold }) => wanted(fold)).flatMap(({ examples }) => examples);
}

/** The best figures that weights with this penalty reach at some pair of thresholds. */
function crossValidated(penalty) {
  const folds = Array.from({ length: FOLDS }, (_, fold) =>
    learnWeights(
      examplesOf((other) => other !== fold),
      penalty,
    ),
  );
  const judged = new Map([
    ...mwe.map((each, at) => [each.text, judgedBy(each, folds[at % FOLDS])]),
    ...idioms.map((each) => [each.text, judgedBy(each, folds[foldOf(each.idiom)])]),
    ...own.map((each, at) => [each.text, judgedBy(each, folds[at % FOLDS])]),
  ]);
  const judgedExamples = examples.map((each, at) => ({
    headwords: each.headwords,
    judged: judgedBy(each, folds[at % FOLDS]),
  }));
  return everyThresholds()
    .map((thresholds) => ({
      ...{ penalty, thresholds },
      ...figuresAt(judged, thresholds),
      examples: shareOfExamples(judgedExamples, thresholds),
    }))
    .reduce(better);
}

function everyThresholds() {
  return THRESHOLDS.idiom.flatMap((idiom) =>
    THRESHOLDS.literalProne.flatMap((literalProne) =>
      THRESHOLDS.other.map((other) => ({ idiom, literalProne, other })),
    ),
  );
}

function shareOfExamples(lines, thresholds) {
  const hits = lines.filter(({ headwords, judged }) =>
    accepted(judged, thresholds).some(({ match }) => headwords.includes(match.headword)),
  );
  return hits.length / lines.length;
}

function better(a, b) {
  return merit(b) > merit(a) ? b : a;
}

/** Where too little is found, the least lacking is the best. */
function merit({ f1, own: ours, figurative, examples: share }) {
  const lacking =
    // Without the sets of others there are no idioms to hold to.
    (idioms.length === 0 ? 0 : Math.max(0, LEAST_FOUND.figurative - figurative)) +
    Math.max(0, LEAST_FOUND.examples - share);
  return lacking > 0 ? -lacking : f1 + weighted(ours);
}

/** The mean of precision and recall in which precision counts more (F with beta < 1, van Rijsbergen 1979). */
function weighted({ precision, recall }) {
  const beta = 1 / PRECISION_COUNTS ** 2;
  return precision + recall === 0 ? 0 : ((1 + beta) * precision * recall) / (beta * precision + recall);
}

function judgedBy({ evidence }, weightsHere) {
  return evidence.map((each) => ({
    ...each,
    probability: each.clue === null ? probability(each.features, { weights: weightsHere }) : 0,
  }));
}

function figuresAt(judged, thresholds) {
  const system = (text) => accepted(judged.get(text), thresholds);
  const { precision, recall, f1 } = mweFigures(mwe, system);
  const { figurative, literal } = idiomFigures(idioms, system);
  return {
    ...{ precision, recall, f1, own: ownFigures(own, system) },
    figurative: figurative.hits / figurative.of,
    literal: literal.hits / literal.of,
  };
}

function accepted(judged, thresholds) {
  const likely = judged.map((each) => ({
    ...each,
    likely: each.probability >= thresholdFor(each.match.entry, { thresholds }),
  }));
  return withoutOverlaps(likely).filter((each) => each.insteadOf === null && each.likely);
}

function line({
  penalty,
  thresholds,
  precision,
  recall,
  f1,
  own: ours,
  figurative,
  literal,
  examples: share,
}) {
  const percent = (value) => `${(value * 100).toFixed(1)} %`;
  const { idiom, literalProne, other } = thresholds;
  return `penalty ${penalty}, thresholds ${idiom} (idioms), ${literalProne} (literal-prone), ${other}: expressions F1 ${percent(f1)} (precision ${percent(precision)}, recall ${percent(recall)}), idioms found ${percent(figurative)}, literal uses taken ${percent(literal)}, our own lines precision ${percent(ours.precision)}, recall ${percent(ours.recall)}, the phrasebook's examples ${percent(share)}`;
}

function scorerFile() {
  const rounded = [...weights]
    .map(([name, weight]) => [name, Math.round(weight * 1000) / 1000])
    .filter(([, weight]) => weight !== 0);
  return {
    version: 2,
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
    thresholds: best.thresholds,
    weights: Object.fromEntries(rounded),
  };
}
