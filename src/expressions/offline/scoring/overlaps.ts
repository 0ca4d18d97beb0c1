import type { Match } from '../matching/match.js';
import type { Judged } from './judge.js';

/** A judged match, and the one that took a word of it, if any. */
export type Placed<T extends Pick<Judged, 'match'> = Judged> = T & { insteadOf: Match | null };

/** What an entry of the phrasebook counts more than WordNet's, in words: it is explained better. */
const OURS = 0.5;
/** What words count less that do not stand together. */
const PARTED = 0.4;

/**
 * Lets each word belong to one expression: the likely before the unlikely, then the longest ("as long as I can remember"
 * over "as long as"). What lost to another wording of its own entry is left out.
 *
 * @returns in the order of their first words
 */
export function withoutOverlaps<T extends Pick<Judged, 'match' | 'probability' | 'likely'>>(
  judged: readonly T[],
): Placed<T>[] {
  const weight = ({ match, probability, likely }: T) =>
    (likely ? 100 : 0) +
    probability * (match.own.length + (match.entry.source === 'phrasebook' ? OURS : 0)) -
    (match.objectWords > 0 || match.inserted !== null ? PARTED : 0);
  const taken = new Map<number, Match>();
  return [...judged]
    .sort((a, b) => weight(b) - weight(a) || a.match.own[0]! - b.match.own[0]!)
    .map((each) => {
      const { own } = each.match;
      const winner = own.map((position) => taken.get(position)).find((other) => other !== undefined);
      if (winner === undefined) for (const position of own) taken.set(position, each.match);
      return { ...each, insteadOf: winner ?? null };
    })
    .filter(({ match, insteadOf }) => insteadOf === null || insteadOf.entry !== match.entry)
    .sort((a, b) => a.match.own[0]! - b.match.own[0]!);
}
