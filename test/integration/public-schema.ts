import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

const ajv = new Ajv2020({ strict: false, allErrors: true });

/** The only JSON object in a text, checked against one of the published schemas. */
export function answer(stdout: string, schema: string): Record<string, unknown> {
  const lines = stdout.trimEnd().split('\n');
  if (lines.length !== 1) throw new Error(`not one line, but ${lines.length}: ${stdout.slice(0, 500)}`);
  return validAgainst(schema, lines[0] ?? '');
}

/** A JSON text that is as the schema in `schemas/<name>.schema.json` says; throws with what is wrong otherwise. */
export function validAgainst(name: string, text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  const url = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  const validate =
    ajv.getSchema(name) ??
    ajv.addSchema(JSON.parse(readFileSync(url, 'utf8')) as object, name).getSchema(name);
  if (!validate?.(value))
    throw new Error(`not as ${name}.schema.json says: ${ajv.errorsText(validate?.errors ?? null)}\n${text}`);
  return value as Record<string, unknown>;
}
