// The extractor and two simple ones to compare it with, as functions from a text to `{ letters, headword }[]`.

import { findCandidates } from '../../dist/expressions/index.js';
import { parseHeadword } from '../../dist/expressions/offline/lexicon/headword.js';
import { addPattern, emptyTrie, trieFrom } from '../../dist/expressions/offline/lexicon/trie.js';
import { matchUtterance } from '../../dist/expressions/offline/matching/match.js';
import { gatherEvidence } from '../../dist/expressions/offline/scoring/judge.js';
import { withoutOverlaps } from '../../dist/expressions/offline/scoring/overlaps.js';
import { readUtterances, wordsNearby } from '../../dist/expressions/offline/text/read-cues.js';
import { spansOf } from '../../dist/expressions/offline/text/spans.js';
import { lettersOf } from './gold.mjs';
import { wordnetRecords } from './wordnet.mjs';

const cueOf = (text) => ({ index: 0, startMs: 0, endMs: 1000, text });

/** What langflix accepts. */
export function extractor(lexicon) {
  return (text) =>
    findCandidates([cueOf(text)], lexicon)
      .filter(({ accepted }) => accepted)
      .map(({ headword, spans }) => ({
        headword,
        letters: lettersOf(
          text,
          spans.map(({ start, end }) => [start, end]),
        ),
      }));
}

/** Every match of our lexicon, the longest first, whatever the line says. */
export function lexiconAlone(lexicon) {
  return (text) => {
    const utterances = readUtterances([cueOf(text)]);
    return utterances.flatMap((tokens, at) => {
      const evidence = gatherEvidence(tokens, lexicon, wordsNearby(utterances, at));
      return withoutOverlaps(evidence.map((each) => ({ ...each, probability: 1, likely: true })))
        .filter(({ insteadOf }) => insteadOf === null)
        .map(({ match }) => shown(text, tokens, match));
    });
  };
}

/** WordNet's entries, word after word, inflected; the longest first. */
export function wordnetContiguous() {
  const root = emptyTrie();
  for (const { notation, kind, meaning } of wordnetRecords()) {
    const { patterns, display } = parseHeadword(notation, kind);
    const words = patterns[0].replace(/ ?\b[OPR]\b/g, '');
    addPattern(
      root,
      words,
      { headword: display, kind, exact: false, startsWithVerb: true, source: 'wordnet', meaning },
      display,
    );
  }
  return (text) =>
    readUtterances([cueOf(text)]).flatMap((tokens) => {
      const matches = matchUtterance(tokens, trieFrom(root)).filter(
        ({ inserted, overDash }) => inserted === null && !overDash,
      );
      return withoutOverlaps(matches.map((match) => ({ match, probability: 1, likely: true })))
        .filter(({ insteadOf }) => insteadOf === null)
        .map(({ match }) => shown(text, tokens, match));
    });
}

function shown(text, tokens, { headword, own }) {
  return {
    headword,
    letters: lettersOf(
      text,
      spansOf(own, tokens).map(({ start, end }) => [start, end]),
    ),
  };
}
