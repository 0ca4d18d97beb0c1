// Logistic regression with a penalty on large weights, over sets of named features.

/** How often a feature must be met before it gets a weight. */
const LEAST_MET = 4;
const ROUNDS = 400;
const STEP = 0.3;

/**
 * Full-batch gradient descent with a step of its own for each weight (AdaGrad, Duchi et al. 2011); the same examples give
 * the same weights.
 *
 * @param {{ features: string[], label: 0 | 1, importance: number }[]} examples
 * @param {number} penalty of the squared weights; larger keeps them smaller
 * @returns {Map<string, number>}
 */
export function learnWeights(examples, penalty) {
  const names = frequentFeatures(examples);
  const index = new Map(names.map((name, at) => [name, at]));
  const rows = examples.map(({ features, label, importance }) => ({
    columns: features.map((name) => index.get(name)).filter((column) => column !== undefined),
    label,
    importance,
  }));
  const total = rows.reduce((sum, { importance }) => sum + importance, 0);
  const weights = new Float64Array(names.length);
  const history = new Float64Array(names.length).fill(1e-8);
  for (let round = 0; round < ROUNDS; round += 1) {
    const gradient = new Float64Array(names.length);
    for (const { columns, label, importance } of rows) {
      let logOdds = 0;
      for (const column of columns) logOdds += weights[column];
      const error = (1 / (1 + Math.exp(-logOdds)) - label) * importance;
      for (const column of columns) gradient[column] += error;
    }
    for (let column = 0; column < weights.length; column += 1) {
      const slope = gradient[column] / total + (penalty * weights[column]) / total;
      history[column] += slope * slope;
      weights[column] -= (STEP * slope) / Math.sqrt(history[column]);
    }
  }
  return new Map(names.map((name, at) => [name, weights[at]]));
}

function frequentFeatures(examples) {
  const met = new Map();
  for (const { features } of examples) for (const name of features) met.set(name, (met.get(name) ?? 0) + 1);
  return [...met]
    .filter(([, times]) => times >= LEAST_MET)
    .map(([name]) => name)
    .sort();
}
