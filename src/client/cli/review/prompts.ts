import { confirm, intro, isCancel, multiselect, outro, select, text } from '@clack/prompts';
import {
  MOST_MEANING,
  MOST_TRANSLATION,
  type Proposal,
  type Proposed,
  type ReviewDecision,
} from '../../../shared/review.js';
import { counted, printable } from '../printable.js';
import { clock } from './show-proposal.js';

/** An expression's texts as the person wants them. */
interface Edit {
  id: number;
  meaning: string;
  translation: string | null;
}

/**
 * Asks a person at a terminal: which to keep, then what to change, then whether that is all.
 *
 * @param signal ends the questions, when there is nothing to decide any more
 * @returns null when the person leaves without a decision, or `signal` aborts
 */
export async function askPerson(
  { items }: Proposal,
  signal: AbortSignal = new AbortController().signal,
): Promise<ReviewDecision | null> {
  intro('Which expressions shall the lesson teach?');
  const keep = await multiselect({
    message: 'Space marks and unmarks, Enter goes on',
    options: items.map((item) => ({ value: item.id, label: labelOf(item), hint: hintOf(item) })),
    initialValues: items.filter((item) => item.keep).map(({ id }) => id),
    required: true,
    maxItems: 12,
    signal,
  });
  if (isCancel(keep)) return leave(signal);

  const edits = new Map<number, Edit>();
  for (;;) {
    const next = await select<number>({
      message:
        edits.size === 0 ? 'Change a meaning or a translation?' : `${edits.size} changed. Another one?`,
      options: [
        { value: 0, label: 'No, go on' },
        ...items
          .filter(({ id }) => keep.includes(id))
          .map((item) => ({
            value: item.id,
            label: labelOf(item),
            hint: hintOf({ ...item, ...edits.get(item.id) }),
          })),
      ],
      maxItems: 12,
      signal,
    });
    if (isCancel(next)) return leave(signal);
    if (next === 0) break;
    const item = items.find(({ id }) => id === next)!;
    const edit = await askEdit(item, edits.get(next), signal);
    if (edit === null) return leave(signal);
    edits.set(next, edit);
  }
  const sure = await confirm({
    message: `Make the lesson with ${counted(keep.length, 'expression')} now?`,
    signal,
  });
  if (isCancel(sure) || !sure) return leave(signal);
  outro('Sending your decision.');
  return { keep, edits: [...edits.values()] };
}

async function askEdit(item: Proposed, before: Edit | undefined, signal: AbortSignal): Promise<Edit | null> {
  const meaning = await text({
    message: `What does “${printable(item.headword)}” mean in “${printable(item.line)}”?`,
    initialValue: printable(before?.meaning ?? item.meaning),
    signal,
    validate: (value) =>
      problemOf(value ?? '', MOST_MEANING) ?? (value?.trim() ? undefined : 'Some words are needed.'),
  });
  if (isCancel(meaning)) return null;
  const known = before === undefined ? item.translation : before.translation;
  const translation = await text({
    message: 'Its translation (empty: none)',
    initialValue: printable(known ?? ''),
    signal,
    validate: (value) => problemOf(value ?? '', MOST_TRANSLATION),
  });
  if (isCancel(translation)) return null;
  return { id: item.id, meaning: meaning.trim(), translation: translation?.trim() || null };
}

function problemOf(value: string, most: number): string | undefined {
  return value.trim().length > most ? `At most ${most} characters.` : undefined;
}

function labelOf({ headword, level, startMs }: Proposed): string {
  return printable(`${headword} [${level}] ${clock(startMs)}`);
}

function hintOf({ meaning, translation }: Pick<Proposed, 'meaning' | 'translation'>): string {
  return printable(translation ? `${meaning} = ${translation}` : meaning);
}

function leave(signal: AbortSignal): null {
  outro(signal.aborted ? 'The run has gone on without you.' : 'Nothing was decided; the run waits on.');
  return null;
}
