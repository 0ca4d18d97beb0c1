import { z } from 'zod';
import { EXPRESSION_KINDS, LEVELS } from '../../shared/expression.js';

const quote = z.object({
  line: z.int().describe('The number of the line that holds these words.'),
  words: z.string().describe('The words, copied from that line letter by letter.'),
});

const item = z.object({
  quotes: z
    .array(quote)
    .describe(
      'The expression’s own words in order; one entry where they stand together, one for each part where other words stand between.',
    ),
  headword: z.string().describe('The dictionary form: give it a shot, pick up.'),
  kind: z.enum(EXPRESSION_KINDS),
  level: z.enum(LEVELS).describe('The CEFR level at which learners meet the expression.'),
  meaning: z.string().describe('What it means in this line, in plain English, at most 12 words.'),
  translation: z
    .string()
    .nullable()
    .describe('The expression in the learner’s language, as it is meant here; null without a language.'),
  similar: z.array(z.string()).describe('At most three other ways to say it in English.'),
  worth: z.int().describe('5: heard every day and hard to guess; 1: rare or obvious.'),
  why: z.string().describe('Why a learner should know it, in one short sentence.'),
  scene: z
    .array(z.object({ line: z.int(), translation: z.string() }))
    .describe('Translations of the lines around it, where they are asked for; else empty.'),
});

const refusal = z.object({
  hint: z.string().describe('The id of a hint.'),
  why: z.string().describe('Why it is not this expression in its line: literal, a name, other words.'),
});

/** What a model is asked to answer. Bounds are not part of it, since vendors differ in what they take: see verify.ts. */
const wholeAnswer = z.object({ expressions: z.array(item), refused: z.array(refusal) });

/**
 * The same as JSON Schema (draft 7), as all vendors take it: closed objects with every field required, and no bounds
 * (zod writes those of a safe integer).
 */
export const answerJsonSchema = z.toJSONSchema(wholeAnswer, {
  target: 'draft-7',
  override({ jsonSchema }) {
    delete jsonSchema.minimum;
    delete jsonSchema.maximum;
    delete jsonSchema.$schema;
  },
});

/** One entry as it may come: what a model leaves out or writes in another way is forgiven where that is harmless. */
const givenItem = z.object({
  quotes: z
    .array(z.object({ line: z.coerce.number().int(), words: z.string() }))
    .min(1)
    .max(8),
  headword: z.string(),
  kind: z.preprocess(lowercase, z.enum(EXPRESSION_KINDS)),
  level: z.preprocess(uppercase, z.enum(LEVELS)),
  meaning: z.string(),
  translation: z.string().nullish().default(null),
  similar: z.array(z.string()).catch([]),
  worth: z.coerce.number().catch(3),
  why: z.string().catch(''),
  scene: z.array(z.object({ line: z.coerce.number().int(), translation: z.string() })).catch([]),
});
export type GivenItem = z.infer<typeof givenItem>;
export type Refusal = z.infer<typeof refusal>;

export const answerSchema = z.object({
  items: z.array(givenItem),
  refused: z.array(refusal),
  /** Entries that were no entries. */
  malformed: z.int().min(0),
});
/** What could be read of a model's answer. */
export type Answer = z.infer<typeof answerSchema>;

/** More than one for each line that is asked about is no choice. */
const MOST_ENTRIES = 100;

export interface ReadAnswer extends Answer {
  /** Whether all of it is there; of one that was cut off, only whole entries are. */
  whole: boolean;
}

/**
 * Reads a model's answer: JSON, JSON within a fence or among other words, or the beginning of JSON that was cut off.
 * Entries that are none are left out and counted.
 *
 * @returns null where nothing of the asked shape can be found, or all entries are malformed
 */
export function readAnswer(text: string): ReadAnswer | null {
  const json = firstJson(text);
  const found =
    json === undefined
      ? { entries: salvaged(text), refused: [], whole: false }
      : { ...lists(json), whole: true };
  if (found.entries === null) return null;
  const read = found.entries.slice(0, MOST_ENTRIES).map((entry) => givenItem.safeParse(entry));
  const items = read.flatMap(({ data }) => data ?? []);
  if (items.length === 0 && read.length > 0) return null;
  const refused = found.refused.flatMap((entry) => refusal.safeParse(entry).data ?? []);
  return { items, refused, malformed: read.length - items.length, whole: found.whole };
}

function lists(json: unknown): { entries: unknown[] | null; refused: unknown[] } {
  if (Array.isArray(json)) return { entries: json, refused: [] };
  const { expressions, refused } = (json ?? {}) as Record<string, unknown>;
  return {
    entries: Array.isArray(expressions) ? expressions : null,
    refused: Array.isArray(refused) ? refused : [],
  };
}

/** The text as JSON, else what stands in its fence, else what stands between its outermost braces. */
function firstJson(text: string): unknown {
  const fenced = withinFence(text);
  const braced = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  for (const part of [text, fenced, braced]) {
    try {
      if (part?.trim()) return JSON.parse(part);
    } catch {
      // Perhaps the next one.
    }
  }
  return undefined;
}

/** What stands in the text's first fence, if that ends. Searched for once: a pattern would do so from every space. */
function withinFence(text: string): string | undefined {
  const begin = text.indexOf('```');
  const end = begin < 0 ? -1 : text.indexOf('```', begin + 3);
  return end < 0 ? undefined : text.slice(begin + 3, end).replace(/^json/i, '');
}

/** The whole entries of an answer that was cut off; null where its list does not even begin. */
function salvaged(text: string): unknown[] | null {
  const begin = /"expressions"\s*:\s*\[/.exec(text);
  if (begin === null) return null;
  const entries: unknown[] = [];
  let depth = 0;
  let start = -1;
  let inString = false;
  for (let at = begin.index + begin[0].length; at < text.length; at++) {
    const sign = text[at];
    if (inString) {
      if (sign === '\\') at++;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === '{' && depth++ === 0) start = at;
    else if (sign === '}' && --depth === 0) entries.push(parsed(text.slice(start, at + 1)));
    else if (sign === ']' && depth === 0) break;
  }
  return entries.length === 0 ? null : entries;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function lowercase(value: unknown): unknown {
  return typeof value === 'string' ? value.trim().toLowerCase().replaceAll('_', ' ') : value;
}

function uppercase(value: unknown): unknown {
  return typeof value === 'string' ? value.trim().toUpperCase() : value;
}
