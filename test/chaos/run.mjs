// npm run chaos -- --seed N --rounds M [--kinds a,b]: see --help
// npm run soak -- --runs N
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const [what, ...args] = process.argv.slice(2);
const program = fileURLToPath(new URL(what === 'soak' ? './soak.ts' : './main.ts', import.meta.url));
const { module } = await runnerImport(program, { configFile: false });
process.exitCode = await module.main(args);
process.exit();
