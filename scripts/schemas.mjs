// Writes schemas/*.schema.json from the definitions in src/shared/json-output.ts. Run after a build.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { jsonOutputSchemas } = await import('../dist/shared/json-output.js').catch(() => {
  console.error('langflix is not built yet: run `npm run build` first.');
  process.exit(1);
});

mkdirSync(`${root}schemas`, { recursive: true });
for (const [name, schema] of Object.entries(jsonOutputSchemas())) {
  writeFileSync(`${root}schemas/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);
}
const format = spawnSync(
  process.execPath,
  ['node_modules/@biomejs/biome/bin/biome', 'format', '--write', 'schemas'],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exit(format.status ?? 1);
