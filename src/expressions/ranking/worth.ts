import type { ExpressionKind, Level } from '../../shared/expression.js';
import type { LexiconEntry } from '../offline/lexicon/lexicon-entry.js';

/** Below this score nothing is taught: see {@link worthOf}. */
export const LOWEST_WORTH = 0.4;

const HEARD = { 3: 'heard in most films', 2: 'often heard in films', 1: 'heard now and then' } as const;

/**
 * How sure it must be that words are the expression before they are taught: a lesson may leave out, not mislead. Of 104
 * that were taken from 800 lines of dialogue without it, 8 of the 20 below 0.7 had another meaning in their line, and 6
 * of the 84 above.
 */
const SURE_ENOUGH = { usual: 0.7, literalProne: 0.95 };

/** What learners find hardest to get from books. */
const SOUGHT: ReadonlySet<ExpressionKind> = new Set(['idiom', 'phrasal verb', 'slang', 'proverb']);

/** What simple words that say what they mean are worth less, by their level: only beginners learn from them. */
const PLAIN: Readonly<Partial<Record<Level, number>>> = { A1: 0.2, A2: 0.12, B1: 0.05 };

/** The most that an expression is worth which must not be taught. */
const NOT_TAUGHT = 0.15;

/** The line that an expression is said in. */
export interface Line {
  /** Of the expression's cue (or two cues). */
  words: number;
  /** That the words are the expression here, 0 to 1. */
  probability: number;
  /** Whether it is clear which of the entry's meanings is meant. */
  certain: boolean;
  /** Whether the words mean what they say in this meaning. */
  literal: boolean;
}

/**
 * What an expression is worth to a learner whatever the level, 0 to 1: our own meaning before a dictionary's, often
 * heard before rare, what cannot be guessed before what can, a clear line before a long or bare one. WordNet's entries
 * lie between 0.2 and 0.5: above {@link LOWEST_WORTH} only with one dependable, plain meaning that the words hide.
 * The weights are an editor's, set by reading what is chosen from open films' subtitles.
 */
export function worthOf(entry: LexiconEntry, line: Line): { score: number; reasons: string[] } {
  const limits = reasonsNotToTeach(entry, line);
  const full = entry.source === 'phrasebook' ? ownWorth(entry, line) : wordnetWorth(entry, line);
  const score = limits.length > 0 ? Math.min(full, NOT_TAUGHT) : full;
  const reasons = [
    entry.source === 'phrasebook' ? 'in the phrasebook' : 'in WordNet',
    HEARD[entry.spoken],
    ...(entry.opacity === 2 ? ['its words do not tell what it means'] : []),
    ...(entry.opacity === 0 ? ['its words say what it means'] : []),
    ...limits,
  ];
  return { score: Math.round(Math.max(0, score) * 1000) / 1000, reasons };
}

function ownWorth(entry: LexiconEntry, line: Line): number {
  const { spoken, opacity, kind, level, literalProne } = entry;
  return (
    0.3 +
    0.05 * spoken +
    0.14 * opacity +
    0.08 * clarity(line) +
    (SOUGHT.has(kind) ? 0.06 : 0) -
    (kind === 'collocation' ? 0.05 : 0) -
    (opacity === 0 ? (PLAIN[level] ?? 0) : 0) -
    (literalProne > 0 ? 0.05 : 0)
  );
}

function wordnetWorth({ spoken, opacity }: LexiconEntry, line: Line): number {
  return 0.16 + 0.02 * spoken + 0.08 * opacity + 0.06 * clarity(line);
}

/** How well a line shows what an expression means, 0 to 1: a bare exclamation or a long speech does it badly. */
function clarity({ words }: Line): number {
  return words < 3 ? 0.75 : words <= 16 ? 1 : words <= 28 ? 0.6 : 0.2;
}

function reasonsNotToTeach(entry: LexiconEntry, { probability, certain, literal }: Line): string[] {
  const needed = entry.literalProne > 0 ? SURE_ENOUGH.literalProne : SURE_ENOUGH.usual;
  return [
    ...(entry.dependable ? [] : ['no plain meaning that is sure to be this one']),
    ...(certain ? [] : ['has several meanings, and the line does not tell which']),
    ...(literal && certain ? ['means what its words say here'] : []),
    ...(probability >= needed ? [] : [`only ${Math.round(probability * 100)} % sure that it is meant here`]),
  ];
}
