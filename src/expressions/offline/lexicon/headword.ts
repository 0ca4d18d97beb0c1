import type { ExpressionKind } from '../../../shared/expression.js';
import { splitHeadword } from '../text/tokens.js';

/** What may stand between an expression's own words. */
export type Slot = 'object' | 'possessive' | 'reflexive';

export type Element =
  | { type: 'word'; word: string }
  /** Any of "I, you, he, she, we, they": one of the expression's own words. */
  | { type: 'subject' }
  | { type: 'comma' }
  | { type: Slot };

/** What must hold around the words. */
export interface Surroundings {
  /** A form of "be" shortly before. */
  afterBe: boolean;
  /** A verb in -ing right after. */
  beforeDoing: boolean;
  /** Takes an object, between or after its words (decides between "take {sth} off" and "take off"). */
  takesObject: boolean;
}

export interface Headword {
  /** As shown to a learner: `pick up`, `lose one's mind`, `give someone a hand`. */
  display: string;
  /** Ways to say it, as sequences of words and slots; each starts with a word. */
  patterns: Element[][];
  surroundings: Surroundings;
}

const SLOTS: ReadonlyMap<string, Slot> = new Map([
  ['{sb}', 'object'],
  ['{sth}', 'object'],
  ["{one's}", 'possessive'],
  ['{oneself}', 'reflexive'],
]);
const SHOWN: ReadonlyMap<string, string> = new Map([
  ['{sb}', 'someone'],
  ['{sth}', 'something'],
  ["{one's}", "one's"],
  ['{oneself}', 'oneself'],
  ['{doing}', 'doing something'],
  ['{I}', 'I'],
  ['(be)', 'be'],
]);

/**
 * Reads a headword in the phrasebook's notation: plain words, `{sb}` and `{sth}` (an object), `{one's}` (my, your,
 * ...), `{oneself}`, `{I}` (any subject pronoun), a final `{doing}` and a leading `(be)`.
 *
 * @throws Error naming what cannot be read in it
 */
export function parseHeadword(notation: string, kind: ExpressionKind): Headword {
  const parts = notation
    .trim()
    .split(/\s+/u)
    .flatMap((part) => (part.endsWith(',') ? [part.slice(0, -1), ','] : [part]));
  const unknown = parts.find((part) => /[{}()]/u.test(part) && !SHOWN.has(part));
  if (unknown !== undefined)
    throw new Error(`${JSON.stringify(unknown)} is not a slot; use one of ${[...SHOWN.keys()].join(' ')}`);

  const surroundings: Surroundings = {
    afterBe: parts[0] === '(be)',
    beforeDoing: parts.at(-1) === '{doing}',
    takesObject: parts.some((part) => part === '{sb}' || part === '{sth}'),
  };
  const elements: Element[] = parts.flatMap((part): Element[] => {
    if (part === '(be)' || part === '{doing}') return [];
    if (part === ',') return [{ type: 'comma' }];
    if (part === '{I}') return [{ type: 'subject' }];
    const slot = SLOTS.get(part);
    return slot === undefined
      ? splitHeadword(part).map((word) => ({ type: 'word', word }))
      : [{ type: slot }];
  });
  // At the edges an object says only that there is one.
  while (elements[0]?.type === 'object') elements.shift();
  while (elements.at(-1)?.type === 'object') elements.pop();
  if (elements[0]?.type !== 'word') throw new Error(`${JSON.stringify(notation)} has no word to start from`);

  // An object may also stand after the words ("pick up the phone") or be left out ("tell the truth"), and a comma
  // is not always written.
  const patterns = [elements];
  if (elements.some(({ type }) => type === 'object'))
    patterns.push(elements.filter(({ type }) => type !== 'object'));
  if (elements.some(({ type }) => type === 'comma'))
    patterns.push(elements.filter(({ type }) => type !== 'comma'));
  return { display: displayed(parts, kind), patterns, surroundings };
}

/** Without slots in phrasal verbs ("pick up") and at the end ("look up to"), spelled out elsewhere. */
function displayed(parts: readonly string[], kind: ExpressionKind): string {
  const shown = parts.filter(
    (part, index) => !isObjectSlot(part) || (kind !== 'phrasal verb' && index < parts.length - 1),
  );
  return shown
    .map((part) => SHOWN.get(part) ?? part)
    .join(' ')
    .replace(/ ,/gu, ',');
}

function isObjectSlot(part: string): boolean {
  return SLOTS.get(part) === 'object';
}
