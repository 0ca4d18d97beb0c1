import type { Cue } from '../../shared/cue.js';
import type { Candidate } from '../../shared/expression.js';
import { worthOf } from '../ranking/worth.js';
import type { Lexicon } from './lexicon/lexicon.js';
import { objectSaid } from './matching/object-said.js';
import { gatherEvidence, judge } from './scoring/judge.js';
import { type Placed, withoutOverlaps } from './scoring/overlaps.js';
import { senseHere } from './scoring/senses.js';
import { readUtterances, wordsNearby } from './text/read-cues.js';
import { spansOf, spokenText } from './text/spans.js';
import type { Token } from './text/tokens.js';

/**
 * Finds every expression of the lexicon in the cues, in the order of the episode, also over line breaks and over
 * two neighbouring cues of one sentence. Nothing is chosen yet.
 *
 * @param options.native the learner's language (ISO 639-1) for `translation`; null or left out: none
 * @returns candidates with `accepted` and the reasons for it; spans refer to positions in `cues`
 */
export function findCandidates(
  cues: readonly Cue[],
  lexicon: Lexicon,
  options: { native: string | null } = { native: null },
): Candidate[] {
  const { scorer, nouns } = lexicon;
  const spoken = readUtterances(cues);
  return spoken.flatMap((tokens, index) => {
    const nearby = wordsNearby(spoken, index);
    const here = wordsNearby([tokens], 0);
    const judged = gatherEvidence(tokens, lexicon, nearby).map((each) => judge(each, scorer));
    const wordsIn = wordCounts(tokens);
    return withoutOverlaps(judged).map((each) =>
      candidateOf(each, {
        ...{ tokens, cues, here, nearby, nouns, wordsIn },
        native: options.native,
      }),
    );
  });
}

interface Context {
  tokens: readonly Token[];
  cues: readonly Cue[];
  here: () => ReadonlySet<string>;
  nearby: () => ReadonlySet<string>;
  nouns: Lexicon['nouns'];
  wordsIn: ReadonlyMap<number, number>;
  native: string | null;
}

function candidateOf(placed: Placed, context: Context): Candidate {
  const { match, clue, likely, insteadOf } = placed;
  const { entry, headword, own } = match;
  const { tokens, cues, here, nearby, nouns, wordsIn, native } = context;
  const { sense, certain } = senseHere(entry, {
    ...{ here, nearby },
    object: () => objectSaid(match, tokens, nouns),
  });
  const spans = spansOf(own, tokens);
  const inCues = new Set(spans.map(({ cue }) => cue));
  const words = [...inCues].reduce((sum, cue) => sum + (wordsIn.get(cue) ?? 0), 0);
  const { score, reasons } = worthOf(entry, {
    ...{ words, probability: placed.probability, certain },
    literal: sense.literal === true,
  });
  if (clue !== null) reasons.push(`literal here: ${clue}`);
  else if (insteadOf !== null) reasons.push(`only part of "${insteadOf.headword}"`);
  else if (!likely) reasons.push('hardly the expression here');
  else if (entry.literalProne > 0)
    reasons.push('may be literal here: these words are also used of real things');
  const { kind } = entry;
  return {
    ...{ headword, kind, level: sense.level ?? entry.level },
    spans,
    text: spokenText(own, tokens, cues),
    meaning: sense.meaning,
    translation: (native === null ? undefined : sense.translations[native]) ?? null,
    similar: [...sense.similar],
    score,
    accepted: likely && insteadOf === null,
    chosen: false,
    reasons,
  };
}

/** How many words each cue has. */
function wordCounts(tokens: readonly Token[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { kind, cue } of tokens) if (kind === 'word') counts.set(cue, (counts.get(cue) ?? 0) + 1);
  return counts;
}
