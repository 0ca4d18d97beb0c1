import type { Sense } from '../lexicon/lexicon-entry.js';

/**
 * The sense that the words near by speak for. Where none does, it is the first: certain when that is the usual one,
 * which asks for no clues.
 */
export function senseHere(
  senses: readonly Sense[],
  nearby: () => ReadonlySet<string>,
): { sense: Sense; certain: boolean } {
  if (senses.length === 1) return { sense: senses[0]!, certain: true };
  const hits = senses.map(({ clues }) => clues.filter((word) => nearby().has(word)).length);
  const most = Math.max(...hits);
  const best = hits.indexOf(most);
  return {
    sense: senses[best]!,
    certain: most > 0 ? hits.lastIndexOf(most) === best : senses[0]!.clues.length === 0,
  };
}
