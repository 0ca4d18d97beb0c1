import { z } from 'zod';
import { LangflixError } from '../../../shared/errors.js';
import { EXPRESSION_KINDS, LEVELS } from '../../../shared/expression.js';
import { type Headword, parseHeadword } from './headword.js';
import { type LexiconEntry, SENSE_OBJECTS } from './lexicon-entry.js';

const words = z.string().trim().min(1).max(200);

const senseSchema = z.strictObject({
  /** In plain English: no harder words than the expression itself. */
  meaning: words,
  /** A line of our own, as somebody would say it; it must hold the expression. */
  example: words,
  similar: z.array(words).max(5).default([]),
  /** Equivalents of the headword, by ISO 639-1 code. */
  translations: z.record(z.string().regex(/^[a-z]{2}$/), words).default({}),
  /** Words near by that speak for this sense. A first sense without any is the usual one. */
  clues: z.array(words).default([]),
  /** What the verb takes in this sense; left out where that does not tell it from the others. */
  object: z.enum(SENSE_OBJECTS).optional(),
  /** The words mean what they say: such a use is recognised, not taught. */
  literal: z.literal(true).optional(),
  /** Where this sense is met earlier or later than the entry. */
  level: z.enum(LEVELS).optional(),
});

const entrySchema = z.strictObject({
  /** With slots: see `parseHeadword`. */
  headword: words,
  /** Other wordings of the same thing. */
  variants: z.array(words).default([]),
  kind: z.enum(EXPRESSION_KINDS),
  level: z.enum(LEVELS),
  spoken: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  opacity: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  register: z.enum(['formal', 'neutral', 'informal', 'rude']).default('neutral'),
  /** Only in these very forms: "hold on", not "held on". */
  exact: z.boolean().default(false),
  /** Only between commas or alone: "you know". */
  aside: z.boolean().default(false),
  /** Its words as often mean something else: taught only where a clue, or the kind of object, speaks for a sense. */
  ambiguous: z.boolean().default(false),
  /** Not right after or right before these words, which make something else of it. */
  notAfter: z.array(words).default([]),
  notBefore: z.array(words).default([]),
  /** The only words that may follow right after, where any does: "make it to the top", not "make it bigger". */
  onlyBefore: z.array(words).optional(),
  /** Also said of real things ("break the ice"), or mostly of them ("in the bag"); and words near by that speak for that. */
  literalProne: z.union([z.boolean(), z.literal('mostly')]).default(false),
  literalClues: z.array(words).default([]),
  notes: words.optional(),
  senses: z.array(senseSchema).min(1).max(8),
});
export type PhrasebookEntry = z.infer<typeof entrySchema>;

const PRONENESS = { false: 0, true: 1, mostly: 2 } as const;

/** An entry of the phrasebook: as written, and what an editor knows of it in the form that the matcher uses. */
export interface ReadEntry {
  written: PhrasebookEntry;
  /** File and line, for messages. */
  place: string;
  entry: Omit<LexiconEntry, 'startsWithVerb' | 'rarest' | 'wordnet'>;
  wordings: Headword[];
}

/** One file of the phrasebook: one JSON object a line, empty lines ignored. */
export interface PhrasebookFile {
  /** For messages. */
  name: string;
  text: string;
}

/**
 * Reads the phrasebook's files as one book.
 *
 * @throws LangflixError `Internal`, naming file, line and field, when a line is not a valid entry or a headword is
 *   there twice, in whichever files
 */
export function readPhrasebook(files: readonly PhrasebookFile[]): ReadEntry[] {
  const seen = new Map<string, string>();
  return files.flatMap(({ name, text }) =>
    text.split('\n').flatMap((line, index) => {
      if (line.trim() === '') return [];
      const place = `${name}:${index + 1}`;
      const written = validEntry(line, place);
      const before = seen.get(written.headword);
      if (before !== undefined)
        throw broken(place, `${JSON.stringify(written.headword)} is at ${before} already`);
      seen.set(written.headword, place);
      return [read(written, place)];
    }),
  );
}

function validEntry(line: string, place: string): PhrasebookEntry {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw broken(place, `this line is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const checked = entrySchema.safeParse(json);
  if (checked.success) return checked.data;
  const issues = checked.error.issues.map(({ path, message }) => `${path.join('.') || 'entry'}: ${message}`);
  throw broken(place, issues.join('; '));
}

function read(written: PhrasebookEntry, place: string): ReadEntry {
  try {
    const wordings = [written.headword, ...written.variants].map((notation) =>
      parseHeadword(notation, written.kind),
    );
    const { display, surroundings } = wordings[0]!;
    const { literalClues, aside, ambiguous, notAfter, notBefore, onlyBefore = null, senses } = written;
    const entry: Omit<LexiconEntry, 'startsWithVerb' | 'rarest' | 'wordnet'> = {
      source: 'phrasebook',
      headword: display,
      kind: written.kind,
      level: written.level,
      spoken: written.spoken,
      opacity: written.opacity,
      literalProne: PRONENESS[`${written.literalProne}`],
      literalClues,
      surroundings,
      exact: written.exact,
      aside,
      ambiguous,
      notAfter,
      notBefore,
      onlyBefore,
      dependable: true,
      senses: senses.map(({ example: _, object, literal, level, ...sense }) => ({
        ...sense,
        ...(object && { object }),
        ...(literal && { literal }),
        ...(level && { level }),
      })),
    };
    return { written, place, entry, wordings };
  } catch (error) {
    throw broken(place, `headword: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function broken(place: string, what: string): LangflixError {
  return new LangflixError('Internal', `The phrasebook is broken at ${place}: ${what}`, {
    hint: 'Mend the line, or restore the file from the package.',
  });
}
