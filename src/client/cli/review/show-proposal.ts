import type { Proposal } from '../../../shared/review.js';
import { styled, type Terminal } from '../terminal.js';

/** Shows what a run proposes, for a person who decides with flags. */
export function showProposal({ items }: Proposal, terminal: Terminal): void {
  const chosen = items.filter(({ keep }) => keep);
  const others = items.filter(({ keep }) => !keep);
  terminal.say(styled('bold', 'In the lesson, unless you object:'));
  for (const item of chosen) showItem(item, terminal);
  if (others.length > 0) terminal.say('\n', styled('bold', 'These could be in it as well:'));
  for (const item of others) showItem(item, terminal);
}

function showItem(
  { id, headword, kind, level, startMs, line, meaning, translation }: Proposal['items'][number],
  terminal: Terminal,
): void {
  terminal.say(`${String(id).padStart(3)}. `, styled('bold', headword), `  (${kind}, ${level})`);
  terminal.say(styled('dim', `     ${clock(startMs)}  ${line}`));
  terminal.say(`     ${meaning}${translation === null ? '' : `  =  ${translation}`}`);
}

/** `12:05` of the episode. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
