import type { Cue } from '../../../shared/cue.js';
import { scanCue } from './scan.js';
import { type Token, tokenize } from './tokens.js';
import { utterances } from './utterances.js';

/** The cues as analysed sentences, each perhaps over several cues. */
export function readUtterances(cues: readonly Cue[]): Token[][] {
  return utterances(cues).map((positions) =>
    tokenize(positions.flatMap((position) => scanCue(cues[position]!, position))),
  );
}

/** The words of one utterance and its neighbours, as said and under their dictionary keys; gathered when asked for. */
export function wordsNearby(utterances: readonly Token[][], index: number): () => ReadonlySet<string> {
  let words: Set<string> | undefined;
  return () => {
    words ??= new Set(
      [utterances[index - 1], utterances[index], utterances[index + 1]]
        .flatMap((each) => each ?? [])
        .flatMap(({ keys }) => keys),
    );
    return words;
  };
}
