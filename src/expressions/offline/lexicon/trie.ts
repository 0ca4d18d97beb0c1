import { ownWords, type Pattern } from './headword.js';
import type { LexiconEntry } from './lexicon-entry.js';

/** An entry whose words end at a node. */
export interface TrieEnd {
  entry: LexiconEntry;
  /** The wording that leads here: an entry may have several. */
  headword: string;
  /** Its own words as the dictionary writes them. */
  words: readonly string[];
}

/** Patterns that share their beginnings. Most nodes have few edges or none. */
export interface TrieNode {
  /** By the parts of a {@link Pattern}: words are in small letters, slots in capitals. */
  edges: Map<string, TrieNode> | null;
  ends: TrieEnd[] | null;
}

/** Patterns by their first word. */
export interface Trie {
  /** What may follow a first word; undefined when no pattern starts with it. */
  startingWith(word: string): TrieNode | undefined;
}

export function emptyTrie(): TrieNode {
  return { edges: null, ends: null };
}

/** A trie that is whole from the start. */
export function trieFrom(root: TrieNode): Trie {
  return { startingWith: (word) => root.edges?.get(word) };
}

/** Adds one pattern of an entry. The same words may lead to several entries ("take off" with and without object). */
export function addPattern(root: TrieNode, pattern: Pattern, entry: LexiconEntry, headword: string): void {
  let node = root;
  for (const part of pattern.split(' ')) {
    node.edges ??= new Map();
    let child = node.edges.get(part);
    if (child === undefined) {
      child = emptyTrie();
      node.edges.set(part, child);
    }
    node = child;
  }
  node.ends ??= [];
  if (node.ends.some((end) => end.entry === entry)) return;
  node.ends.push({ entry, headword, words: ownWords(pattern) });
}
