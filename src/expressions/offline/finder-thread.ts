// The thread behind `candidateFinder`: loads the lexicon once.
import type { Candidate } from '../../shared/expression.js';
import { answerQuestions } from '../../threads/index.js';
import { findCandidates } from './find.js';
import type { FinderQuestion } from './finder.js';
import { loadLexicon } from './lexicon/lexicon.js';

const lexicon = loadLexicon();
// Whoever asks is told; without a question there is nobody to tell.
lexicon.catch(() => {});

answerQuestions<FinderQuestion, Candidate[]>(async ({ cues, native }) =>
  findCandidates(cues, await lexicon, { native }),
);
