// Figures for one system on the development sets. A system is a function from a text to what it finds:
// `{ letters: Set<number> }[]` with positions of letters in the text.
import { agrees, agreesExactly, verdictOn } from './agreement.mjs';
import { sameLetters, sharedLetters } from './gold.mjs';

/** Precision, recall and F1 over all expressions that are no names; whatever touches a name counts neither way. */
export function mweFigures(sentences, system) {
  const counts = { right: 0, found: 0, wanted: 0 };
  for (const { text, expressions } of sentences) {
    const names = expressions.filter(({ isName }) => isName);
    const wanted = expressions.filter(({ isName }) => !isName);
    const found = system(text).filter(
      ({ letters }) => !names.some((name) => sharedLetters(letters, name.letters) > 0),
    );
    counts.wanted += wanted.length;
    counts.found += found.length;
    counts.right += found.filter(({ letters }) =>
      wanted.some((each) => sameLetters(letters, each.letters)),
    ).length;
  }
  return scores(counts);
}

/** @returns shares, 0 to 1 */
export function scores({ right, found, wanted }) {
  const precision = found === 0 ? 0 : right / found;
  const recall = wanted === 0 ? 0 : right / wanted;
  const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}

/** The share of the expressions of some types that are found with exactly their words. */
export function exactShare(sentences, types, system) {
  let right = 0;
  let wanted = 0;
  for (const { text, expressions } of sentences) {
    const own = expressions.filter(({ type }) => types.includes(type));
    if (own.length === 0) continue;
    const found = system(text);
    wanted += own.length;
    right += own.filter((each) => found.some(({ letters }) => sameLetters(letters, each.letters))).length;
  }
  return { share: wanted === 0 ? 0 : right / wanted, wanted };
}

/** Whether what was found is the marked idiom: they share more than half of the letters of each. */
export function isHit(found, letters) {
  const shared = sharedLetters(found.letters, letters);
  return shared * 2 > letters.size && shared * 2 > found.letters.size;
}

/** Shares of figurative uses found, by variant, and of literal uses taken for idioms. */
export function idiomFigures(sentences, system) {
  const byVariant = new Map();
  const all = { figurative: { hits: 0, of: 0 }, literal: { hits: 0, of: 0 } };
  for (const { text, figurative, variant, letters } of sentences) {
    const hit = system(text).some((found) => isHit(found, letters)) ? 1 : 0;
    const usage = figurative ? 'figurative' : 'literal';
    const own = byVariant.get(variant) ?? { figurative: { hits: 0, of: 0 }, literal: { hits: 0, of: 0 } };
    byVariant.set(variant, own);
    for (const counts of [all, own]) {
      counts[usage].hits += hit;
      counts[usage].of += 1;
    }
  }
  return { ...all, byVariant };
}

/**
 * Precision, recall and F1 on our own lines, by the conventions of data/gold/README.md: what differs in slot fillers or
 * optional words is right, and what is `allowed` counts neither way.
 *
 * @returns the shares; `exactly`: the same, where only exactly the words marked are right; and what was missed and
 *   wrongly found, for people
 */
export function ownFigures(lines, system) {
  const counts = { right: 0, found: 0, wanted: 0 };
  let exact = 0;
  const missed = [];
  const wrong = [];
  for (const line of lines) {
    const { text, expressions, negative } = line;
    const found = system(text).map((each) => ({ ...each, verdict: verdictOn(each, line) }));
    const right = found.filter(({ verdict }) => verdict === 'right');
    const mistakes = found.filter(({ verdict }) => verdict === 'wrong');
    counts.wanted += expressions.length;
    counts.found += right.length + mistakes.length;
    counts.right += right.length;
    exact += right.filter((each) => expressions.some((wanted) => agreesExactly(each, wanted))).length;
    wrong.push(...mistakes.map(({ headword }) => `${headword} (${negative ?? 'other'}): ${text}`));
    missed.push(
      ...expressions
        .filter((wanted) => !right.some((each) => agrees(text, each, wanted)))
        .map(({ headword }) => `${headword}: ${text}`),
    );
  }
  return { ...scores(counts), exactly: scores({ ...counts, right: exact }), missed, wrong };
}
