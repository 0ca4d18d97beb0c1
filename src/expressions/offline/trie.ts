import type { Element } from './headword.js';
import type { LexiconEntry } from './lexicon-entry.js';

/** Patterns that share their beginnings, from the first word on. */
export interface TrieNode {
  words: Map<string, TrieNode>;
  others: Map<Exclude<Element['type'], 'word'>, TrieNode>;
  /** Entries whose words end here. */
  entries: { entry: LexiconEntry; headword: string; length: number }[];
}

export function emptyTrie(): TrieNode {
  return { words: new Map(), others: new Map(), entries: [] };
}

/** Adds one pattern of an entry. The same words may lead to several entries ("take off" with and without object). */
export function addPattern(
  root: TrieNode,
  pattern: readonly Element[],
  entry: LexiconEntry,
  headword: string,
): void {
  let node = root;
  for (const element of pattern) {
    const [edges, label] =
      element.type === 'word'
        ? [node.words as Map<string, TrieNode>, element.word]
        : [node.others as Map<string, TrieNode>, element.type];
    let next = edges.get(label);
    if (next === undefined) {
      next = emptyTrie();
      edges.set(label, next);
    }
    node = next;
  }
  if (!node.entries.some((end) => end.entry === entry))
    node.entries.push({ entry, headword, length: pattern.length });
}
