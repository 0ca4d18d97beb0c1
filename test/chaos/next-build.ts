import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STEP = "stages.enter('lesson');";

const built = new Map<string, Promise<string>>();

/**
 * langflix as it might be after the next release: a workflow with a step more, which runs that were beyond
 * it replay without (`patched`). Built once in a folder; gives its service's entry.
 */
export function nextBuild(folder: string): Promise<string> {
  const known = built.get(folder) ?? make(join(folder, 'next-build'));
  built.set(folder, known);
  return known;
}

async function make(folder: string): Promise<string> {
  await mkdir(folder);
  await cp(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const name of ['node_modules', 'data']) await symlink(join(ROOT, name), join(folder, name));
  // Of the same version: commands would name a busy service of another one, and leave it alone.
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  const workflow = join(folder, 'dist', 'workflows', 'process-video-content.js');
  const code = await readFile(workflow, 'utf8');
  if (!code.includes(STEP)) throw new Error(`${workflow} has no ${STEP}`);
  const more = `import { patched, sleep } from '@temporalio/workflow';\n${code.replace(STEP, `if (patched('next-build')) await sleep(1);\n${STEP}`)}`;
  await writeFile(workflow, more);
  const bundle = await bundleWorkflowCode({
    workflowsPath: join(folder, 'dist', 'workflows', 'index.js'),
    logger: new DefaultLogger('WARN'),
  });
  await writeFile(join(folder, 'dist', 'workflow-bundle.js'), bundle.code);
  return join(folder, 'dist', 'service', 'main.js');
}
