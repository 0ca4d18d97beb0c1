import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const repository = resolve(import.meta.dirname, '../..');

/** The storage room as JavaScript, for child processes that a test may kill. Within the repository, so that zod is found. */
export async function compileStorage(): Promise<{ entry: string; remove(): Promise<void> }> {
  const cache = join(repository, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'langflix-storage-'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  for (const room of ['storage', 'shared']) {
    const source = join(repository, 'src', room);
    for (const name of await readdir(source, { recursive: true })) {
      if (!name.endsWith('.ts')) continue;
      const { outputText } = ts.transpileModule(await readFile(join(source, name), 'utf8'), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
      });
      const target = join(folder, room, relative(source, join(source, name))).replace(/\.ts$/, '.js');
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, outputText);
    }
  }
  return {
    entry: join(folder, 'storage', 'index.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
