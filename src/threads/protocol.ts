import type { ErrorKind } from '../shared/errors.js';

/** What a thread is asked. All of it is plain data: it is copied, not shared. */
export interface Asked<Question> {
  id: number;
  question: Question;
}

/** What it says to that. Errors are taken apart: of an error's class, a copy knows nothing. */
export type Answered<Answer> = { id: number } & (
  | { answer: Answer }
  | { error: { kind: ErrorKind; message: string; hint: string | undefined } }
);
