import type { Element } from './headword.js';
import type { LexiconEntry } from './lexicon-entry.js';

/** An entry whose words end at a node. */
export interface TrieEnd {
  entry: LexiconEntry;
  /** The wording that leads here: an entry may have several. */
  headword: string;
  /** Its words as the dictionary writes them. */
  words: readonly string[];
}

/** Patterns that share their beginnings, from the first word on. Most nodes have few edges or none. */
export interface TrieNode {
  words: Map<string, TrieNode> | null;
  others: Map<Exclude<Element['type'], 'word'>, TrieNode> | null;
  ends: TrieEnd[] | null;
}

export function emptyTrie(): TrieNode {
  return { words: null, others: null, ends: null };
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
    if (element.type === 'word') {
      node.words ??= new Map();
      node = childOf(node.words, element.word);
    } else {
      node.others ??= new Map();
      node = childOf(node.others, element.type);
    }
  }
  node.ends ??= [];
  if (node.ends.some((end) => end.entry === entry)) return;
  const words = pattern.flatMap((element) =>
    element.type === 'word' ? [element.word] : element.type === 'subject' ? ['I'] : [],
  );
  node.ends.push({ entry, headword, words });
}

function childOf<Label>(edges: Map<Label, TrieNode>, label: Label): TrieNode {
  let child = edges.get(label);
  if (child === undefined) {
    child = emptyTrie();
    edges.set(label, child);
  }
  return child;
}
