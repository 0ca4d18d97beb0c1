import type { ExpressionKind } from '../../../shared/expression.js';
import { splitHeadword } from '../text/tokens.js';

/**
 * A way to say an expression: its words in small letters, and a capital for what varies, all separated by spaces.
 * `O` an object, `P` a possessive, `R` a reflexive pronoun: not the expression's own words. `S` a subject pronoun,
 * which is; `,` a comma.
 */
export type Pattern = string;

/** What may stand between an expression's own words. */
export type Slot = 'O' | 'P' | 'R';

/** What must hold around the words. */
export interface Surroundings {
  /** A form of "be" shortly before. */
  afterBe: boolean;
  /** A verb in -ing right after. */
  beforeDoing: boolean;
  /** Takes an object, between or after its words (decides between "take {sth} off" and "take off"). */
  takesObject: boolean;
  /** What kind of object: `{sb}` or `{sth}`; null where there is none or both are written. */
  objectKind: 'person' | 'thing' | null;
}

export interface Headword {
  /** As shown to a learner: `pick up`, `lose one's mind`, `give someone a hand`. */
  display: string;
  /** Ways to say it; each starts with a word. */
  patterns: Pattern[];
  surroundings: Surroundings;
}

const SLOTS: ReadonlyMap<string, Slot> = new Map([
  ['{sb}', 'O'],
  ['{sth}', 'O'],
  ["{one's}", 'P'],
  ['{oneself}', 'R'],
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
    takesObject: parts.some(isObjectSlot),
    objectKind: objectKindOf(parts.filter(isObjectSlot)),
  };
  const elements = parts.flatMap((part): string[] => {
    if (part === '(be)' || part === '{doing}') return [];
    if (part === '{I}') return ['S'];
    const slot = SLOTS.get(part);
    return slot === undefined ? splitHeadword(part) : [slot];
  });
  // At the edges an object says only that there is one.
  while (elements[0] === 'O') elements.shift();
  while (elements.at(-1) === 'O') elements.pop();
  if (elements[0] === undefined || /^[OPRS,]$/u.test(elements[0]))
    throw new Error(`${JSON.stringify(notation)} has no word to start from`);

  // An object may also stand after the words ("pick up the phone") or be left out ("tell the truth"), and a comma
  // is not always written.
  const without = (what: string) => elements.filter((element) => element !== what);
  const ways = [elements, without('O'), without(',')].map((way) => way.join(' '));
  return { display: displayed(parts, kind), patterns: [...new Set(ways)], surroundings };
}

/** The own words of a pattern; a subject pronoun stands as "I". */
export function ownWords(pattern: Pattern): string[] {
  return pattern
    .split(' ')
    .filter((part) => !/^[OPR,]$/u.test(part))
    .map((part) => (part === 'S' ? 'I' : part));
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

function objectKindOf(slots: readonly string[]): Surroundings['objectKind'] {
  if (slots.length === 0 || new Set(slots).size > 1) return null;
  return slots[0] === '{sb}' ? 'person' : 'thing';
}

function isObjectSlot(part: string): boolean {
  return SLOTS.get(part) === 'O';
}
