import type { Cue } from '../../shared/cue.js';
import type { Candidate } from '../../shared/expression.js';
import { hasObject, isNearMiss, literalClue } from './doubts.js';
import type { Lexicon } from './lexicon.js';
import type { Sense } from './lexicon-entry.js';
import { type Match, matchUtterance } from './match.js';
import { scanCue } from './scan.js';
import { spansOf, spokenText } from './spans.js';
import { type Token, tokenize } from './tokens.js';
import { utterances } from './utterances.js';
import { worthOf } from './worth.js';

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
  const spoken = utterances(cues).map((positions) =>
    tokenize(positions.flatMap((position) => scanCue(cues[position]!, position))),
  );
  return spoken.flatMap((tokens, index) => {
    const matches = bestReadings(
      matchUtterance(tokens, lexicon.root).filter((match) => !isNearMiss(match, tokens)),
      tokens,
    );
    if (matches.length === 0) return [];
    const nearby = new Set(
      [spoken[index - 1], tokens, spoken[index + 1]]
        .flatMap((each) => each ?? [])
        .flatMap(({ keys }) => keys),
    );
    const wordsIn = wordCounts(tokens);
    return withoutOverlaps(matches).map(({ match, insteadOf }) =>
      candidateOf(match, insteadOf, { tokens, cues, nearby, wordsIn, native: options.native }),
    );
  });
}

/** One match for each set of words: the phrasebook's before WordNet's, the one whose object is there or not. */
function bestReadings(matches: Match[], tokens: readonly Token[]): Match[] {
  const byWords = new Map<string, Match>();
  const suits = (match: Match) =>
    (match.entry.source === 'phrasebook' ? 2 : 0) +
    (match.entry.surroundings.takesObject === hasObject(match, tokens) ? 1 : 0);
  for (const match of matches) {
    const key = match.own.join();
    const other = byWords.get(key);
    if (other === undefined || suits(match) > suits(other)) byWords.set(key, match);
  }
  return [...byWords.values()];
}

/** More words than any expression has: what we explain ourselves wins over any dictionary's. */
const OURS_FIRST = 20;

/** The longest expression wins where two share a word: "as long as I can remember" over "as long as". */
function withoutOverlaps(matches: Match[]): { match: Match; insteadOf: Match | null }[] {
  const length = ({ own, entry, split }: Match) =>
    own.length + (entry.source === 'phrasebook' ? OURS_FIRST : 0) - (split ? 0.25 : 0);
  const taken = new Map<number, Match>();
  const decided = [...matches]
    .sort((a, b) => length(b) - length(a) || a.own[0]! - b.own[0]!)
    .map((match) => {
      const winner = match.own.map((position) => taken.get(position)).find((other) => other !== undefined);
      if (winner === undefined) for (const position of match.own) taken.set(position, match);
      return { match, insteadOf: winner ?? null };
    });
  return decided
    .filter(({ match, insteadOf }) => insteadOf === null || insteadOf.entry !== match.entry)
    .sort((a, b) => a.match.own[0]! - b.match.own[0]!);
}

interface Context {
  tokens: readonly Token[];
  cues: readonly Cue[];
  /** The words of this utterance and its neighbours, as said and under their dictionary keys. */
  nearby: ReadonlySet<string>;
  wordsIn: ReadonlyMap<number, number>;
  native: string | null;
}

function candidateOf(match: Match, insteadOf: Match | null, context: Context): Candidate {
  const { entry, headword, own } = match;
  const { tokens, cues, nearby, wordsIn, native } = context;
  const { sense, certain } = senseHere(entry.senses, nearby);
  const clue = literalClue(match, tokens, nearby);
  const spans = spansOf(own, tokens);
  const inCues = new Set(spans.map(({ cue }) => cue));
  const words = [...inCues].reduce((sum, cue) => sum + (wordsIn.get(cue) ?? 0), 0);
  const { score, reasons } = worthOf(entry, { words, certain });
  if (clue !== null) reasons.push(`literal here: ${clue}`);
  else if (entry.literalProne) reasons.push('may be literal here: these words are also used of real things');
  if (insteadOf !== null) reasons.push(`only part of "${insteadOf.headword}"`);
  const { kind, level } = entry;
  return {
    ...{ headword, kind, level },
    spans,
    text: spokenText(own, tokens, cues),
    meaning: sense.meaning,
    translation: (native === null ? undefined : sense.translations[native]) ?? null,
    similar: [...sense.similar],
    score,
    accepted: clue === null && insteadOf === null,
    chosen: false,
    reasons,
  };
}

/**
 * The sense that the words near by speak for. Where none does, it is the first: certain when that is the usual one,
 * which asks for no clues.
 */
function senseHere(
  senses: readonly Sense[],
  nearby: ReadonlySet<string>,
): { sense: Sense; certain: boolean } {
  if (senses.length === 1) return { sense: senses[0]!, certain: true };
  const hits = senses.map(({ clues }) => clues.filter((word) => nearby.has(word)).length);
  const most = Math.max(...hits);
  const best = hits.indexOf(most);
  return {
    sense: senses[best]!,
    certain: most > 0 ? hits.lastIndexOf(most) === best : senses[0]!.clues.length === 0,
  };
}

/** How many words each cue has. */
function wordCounts(tokens: readonly Token[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { kind, cue } of tokens) if (kind === 'word') counts.set(cue, (counts.get(cue) ?? 0) + 1);
  return counts;
}
