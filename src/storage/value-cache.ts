import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LangflixError } from '../shared/errors.js';
import { writeFileAtomic } from './durable.js';
import { hasCode, storageError } from './errors.js';
import { type Home, prepareHome } from './home.js';

/** What is kept as values, and the folder of the home that has them. */
export type ValueKind = 'answer' | 'sound';
export const VALUE_FOLDERS = { answer: 'answers', sound: 'sounds' } as const satisfies Record<
  ValueKind,
  keyof Home
>;

/** Names of cached values, within their folder. */
export const VALUE_FILE = /^[0-9a-f]{64}\.json$/;

/**
 * Small values by the hash of all that they depend on: language models' answers, so that no question is paid for twice,
 * and how loud the episode's stretches are, so that none is decoded twice.
 */
export interface ValueCache {
  /** The value, noted as used now; null where there is none, or none that fits the schema. */
  lookup<T>(hash: string, schema: z.ZodType<T>): Promise<T | null>;
  /** @throws LangflixError `DiskFull`, `Transient` */
  store(hash: string, value: unknown): Promise<void>;
}

/** The cache of one kind of values, in a home that was prepared. */
export function valueCache(home: Home, kind: ValueKind): ValueCache {
  const fileSchema = z.object({
    product: z.literal('langflix'),
    kind: z.literal(kind),
    value: z.unknown(),
  });
  const pathOf = (hash: string) => {
    const name = `${hash}.json`;
    if (!VALUE_FILE.test(name)) throw new LangflixError('Internal', `${hash} is not the hash of a value`);
    return join(home[VALUE_FOLDERS[kind]], name);
  };
  return {
    async lookup(hash, schema) {
      const path = pathOf(hash);
      try {
        const { value } = fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
        const found = schema.parse(value);
        const now = new Date();
        await utimes(path, now, now);
        return found;
      } catch (error) {
        if (error instanceof z.ZodError || error instanceof SyntaxError || hasCode(error, 'ENOENT'))
          return null;
        throw storageError(error, path);
      }
    },
    async store(hash, value) {
      const path = pathOf(hash);
      const write = () => writeFileAtomic(path, `${JSON.stringify({ product: 'langflix', kind, value })}\n`);
      try {
        await write().catch(async (error: unknown) => {
          if (!hasCode(error, 'ENOENT')) throw error;
          // Somebody has emptied the cache by hand.
          await prepareHome(home);
          await write();
        });
      } catch (error) {
        throw storageError(error, path);
      }
    },
  };
}
