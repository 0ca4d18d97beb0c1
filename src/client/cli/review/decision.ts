import { z } from 'zod';
import { LangflixError } from '../../../shared/errors.js';
import { issuesText } from '../../../shared/issues.js';
import type { Proposal, ReviewDecision } from '../../../shared/review.js';

/** What was decided on the command line. */
export interface DecisionFlags {
  approve?: boolean;
  keep?: number[];
  drop?: number[];
  /** Text of a file: the proposal as `--json` prints it, changed by hand; or its items alone. */
  edit?: string;
}

/** Fields that are not asked about are ignored: the file is the proposal with changes in it. */
const editedItem = z.object({
  id: z.int({ error: 'must be the number of an expression' }),
  keep: z.boolean().optional(),
  meaning: z.string().optional(),
  translation: z.string().nullable().optional(),
});
const editFile = z.union([z.array(editedItem), z.object({ items: z.array(editedItem) })], {
  error: 'must be { "items": [{ "id": 1, "keep": true, "meaning": "...", "translation": "..." }] }',
});

/**
 * The decision that flags make on a proposal; null where they make none. What they do not mention stays as proposed;
 * `--keep` names all that are kept.
 *
 * @throws LangflixError `InvalidInput`
 */
export function decisionOf({ items }: Proposal, flags: DecisionFlags): ReviewDecision | null {
  const { approve, keep, drop, edit } = flags;
  if (!approve && keep === undefined && drop === undefined && edit === undefined) return null;
  if (keep !== undefined && drop !== undefined) {
    throw new LangflixError('InvalidInput', '--keep and --drop say the same in two ways.', {
      hint: 'Use one of them.',
    });
  }
  const changes = edit === undefined ? [] : readEdits(edit);
  const byFile = new Map(changes.map((change) => [change.id, change]));
  const unknown = [...(drop ?? []), ...byFile.keys()].filter((id) => !items.some((item) => item.id === id));
  if (unknown.length > 0) {
    throw new LangflixError(
      'InvalidInput',
      `There is no expression ${unknown.join(', ')}: they are numbered 1 to ${items.length}.`,
    );
  }
  const stays = items.filter(({ id, keep: proposed }) =>
    keep !== undefined ? keep.includes(id) : (byFile.get(id)?.keep ?? proposed) && !drop?.includes(id),
  );
  const edits = items.flatMap((item) => {
    const change = byFile.get(item.id);
    const meaning =
      change?.meaning !== undefined && change.meaning !== item.meaning ? change.meaning : undefined;
    const translation =
      change?.translation !== undefined && change.translation !== item.translation
        ? change.translation
        : undefined;
    if (meaning === undefined && translation === undefined) return [];
    return [
      {
        id: item.id,
        ...(meaning !== undefined && { meaning }),
        ...(translation !== undefined && { translation }),
      },
    ];
  });
  const kept = stays.map(({ id }) => id);
  // Numbers that do not exist are for the run to name.
  return { keep: [...kept, ...(keep ?? []).filter((id) => !items.some((item) => item.id === id))], edits };
}

function readEdits(text: string): z.infer<typeof editedItem>[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new LangflixError('InvalidInput', `The edits are not JSON (${(cause as Error).message}).`, {
      hint: EDIT_HINT,
      cause,
    });
  }
  const parsed = editFile.safeParse(value);
  if (!parsed.success)
    throw new LangflixError('InvalidInput', `The edits cannot be used: ${issuesText(parsed.error)}`, {
      hint: EDIT_HINT,
    });
  return 'items' in parsed.data ? parsed.data.items : parsed.data;
}

const EDIT_HINT = 'Begin with: langflix review RUN --json > edits.json';
