import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../data/phrasebook/', import.meta.url);

/**
 * The files of the phrasebook in the order of their names, so that the same sources give the same bytes.
 *
 * @returns {{ name: string, text: string }[]} `name` for messages
 */
export function phrasebookFiles() {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => ({ name: `data/phrasebook/${name}`, text: readFileSync(new URL(name, folder), 'utf8') }));
}
