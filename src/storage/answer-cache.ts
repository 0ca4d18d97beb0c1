import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LangflixError } from '../shared/errors.js';
import { writeFileAtomic } from './durable.js';
import { hasCode, storageError } from './errors.js';
import type { Home } from './home.js';

/** Names of cached answers, within their folder. */
export const ANSWER_FILE = /^[0-9a-f]{64}\.json$/;

const fileSchema = z.object({
  product: z.literal('langflix'),
  kind: z.literal('answer'),
  value: z.unknown(),
});

/** Answers of language models by the hash of all that they depend on, so that no question is paid for twice. */
export interface AnswerCache {
  /** The answer, noted as used now; null where there is none, or none that fits the schema. */
  lookup<T>(hash: string, schema: z.ZodType<T>): Promise<T | null>;
  /** @throws LangflixError `DiskFull`, `Transient` */
  store(hash: string, value: unknown): Promise<void>;
}

/** The answer cache of a home that was prepared. */
export function answerCache(home: Home): AnswerCache {
  const pathOf = (hash: string) => {
    const name = `${hash}.json`;
    if (!ANSWER_FILE.test(name)) throw new LangflixError('Internal', `${hash} is not an answer’s hash`);
    return join(home.answers, name);
  };
  return {
    async lookup(hash, schema) {
      const path = pathOf(hash);
      try {
        const { value } = fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
        const answer = schema.parse(value);
        const now = new Date();
        await utimes(path, now, now);
        return answer;
      } catch (error) {
        if (error instanceof z.ZodError || error instanceof SyntaxError || hasCode(error, 'ENOENT'))
          return null;
        throw storageError(error, path);
      }
    },
    async store(hash, value) {
      const path = pathOf(hash);
      try {
        await writeFileAtomic(path, `${JSON.stringify({ product: 'langflix', kind: 'answer', value })}\n`);
      } catch (error) {
        throw storageError(error, path);
      }
    },
  };
}
