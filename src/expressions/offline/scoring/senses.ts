import type { LexiconEntry, Sense } from '../lexicon/lexicon-entry.js';
import type { ObjectSaid } from '../matching/object-said.js';

/** What a line and its neighbours tell of the sense that is meant. */
export interface SenseContext {
  /** The words of the utterance, as said and under their dictionary keys. */
  here: () => ReadonlySet<string>;
  /** Those of its neighbours too. */
  nearby: () => ReadonlySet<string>;
  object: () => ObjectSaid;
}

/** What a clue counts that is said in the same utterance, and in the one before or after it. */
const CLUE = { here: 1, nearby: 0.5 };
/** What an object of the kind counts that the sense takes; that there is one, or none, tells less. */
const OBJECT = { kind: 0.75, presence: 0.25 };
/** What the usual sense has of itself: less than a clue in the same utterance. */
const USUAL = 0.6;
/** A clue in a neighbouring line is the least that speaks for a sense of an ambiguous entry; that there is some object is not. */
const LEAST_SPOKEN_FOR = CLUE.nearby;
/** By how much a sense must be ahead of all others. */
const AHEAD = 0.2;

/**
 * The sense that the words near by and the kind of object speak for. It is certain when it is well ahead of all others;
 * with no evidence at all only a usual one is: a first sense without clues, whose object is not missing or of another
 * kind. An ambiguous entry has no usual sense.
 */
export function senseHere(
  { senses, ambiguous }: Pick<LexiconEntry, 'senses' | 'ambiguous'>,
  context: SenseContext,
): { sense: Sense; certain: boolean } {
  const [first, ...others] = senses.map((sense, index) => ({
    sense,
    evidence: evidenceFor(sense, context, !ambiguous && index === 0),
  }));
  let best = first!;
  let second = -1;
  for (const other of others) {
    second = Math.max(second, Math.min(best.evidence, other.evidence));
    if (other.evidence > best.evidence) best = other;
  }
  const isAhead =
    others.length === 0 ? best.evidence >= 0 : best.evidence > 0 && best.evidence - second >= AHEAD;
  const certain = isAhead && (!ambiguous || best.evidence >= LEAST_SPOKEN_FOR);
  return { sense: best.sense, certain };
}

/** 0 when nothing speaks for a sense, below that when its object is not there or of another kind. */
function evidenceFor(
  { clues, object }: Sense,
  { here, nearby, object: said }: SenseContext,
  mayBeUsual: boolean,
) {
  const fit = object === undefined ? 0 : objectFit(object, said());
  if (fit < 0) return -1;
  const found = clues.reduce(
    (sum, clue) => sum + (here().has(clue) ? CLUE.here : nearby().has(clue) ? CLUE.nearby : 0),
    0,
  );
  return fit + found + (mayBeUsual && clues.length === 0 ? USUAL : 0);
}

function objectFit(wanted: NonNullable<Sense['object']>, said: ObjectSaid): number {
  if (said === 'unknown') return 0;
  if (wanted === 'none' || wanted === 'some')
    return (wanted === 'none') === (said === 'none') ? OBJECT.presence : -1;
  if (said === 'some') return 0;
  return wanted === said ? OBJECT.kind : -1;
}
