import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const text = (path: string) => readFileSync(join(root, path), 'utf8');

interface Service {
  image?: string;
  build?: unknown;
  ports?: string[];
  volumes?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  restart?: string;
  stop_grace_period?: string;
  networks?: string[];
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

const compose = parse(text('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const dockerfile = text('Dockerfile');

/** The compose specification's own JSON schema, as the compose linter dclint ships it. */
function composeSchema() {
  const dclint = dirname(createRequire(import.meta.url).resolve('dclint/package.json'));
  return JSON.parse(readFileSync(join(dclint, 'schemas', 'compose.schema.json'), 'utf8')) as Record<
    string,
    unknown
  >;
}

function problemsOf(document: unknown) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // The schema's `$schema` says https where Ajv knows draft 7 by http.
  const validate = ajv.compile({ ...composeSchema(), $schema: 'http://json-schema.org/draft-07/schema' });
  return validate(document)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('docker-compose.yml', () => {
  it('fits the compose specification’s schema', () => {
    expect(problemsOf(compose)).toEqual([]);
  });

  it('would be told when it did not', () => {
    const broken = structuredClone(compose) as unknown as { services: { worker: Record<string, unknown> } };
    broken.services.worker.depend_on = ['temporal'];
    expect(problemsOf(broken).join()).toContain('/services/worker');
  });

  it('has a database, a server, its Web UI and a worker', () => {
    expect(Object.keys(compose.services)).toEqual(
      expect.arrayContaining(['postgresql', 'temporal', 'temporal-ui', 'worker']),
    );
  });

  it('opens ports on loopback only, and the database’s not at all', () => {
    const ports = services.flatMap(([, { ports = [] }]) => ports);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    expect(compose.services.postgresql!.ports).toBeUndefined();
    expect(compose.services.postgresql!.networks).toEqual(['backend']);
  });

  it('names an exact version of every image', () => {
    for (const [name, { image }] of services)
      expect(image, name).toMatch(/^[\w./-]+:\d+\.\d+(\.\d+)?(-[\w.-]+)?$/);
    for (const [, image] of dockerfile.matchAll(/^FROM (\S+)/gm)) expect(image).toMatch(/:\d+\.\d+\.\d+-/);
  });

  it('holds no secret: passwords come from the environment and have no default', () => {
    const secrets = services.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|PWD|SECRET|TOKEN\b|KEY/.test(name)),
    );
    expect(secrets.length).toBeGreaterThan(0);
    for (const [name, value] of secrets) {
      // What nothing works without must be given; a model's key may be left out.
      const isOptional = /_(API|MODEL)_KEY$/.test(name);
      expect(value, name).toMatch(isOptional ? /^\$\{\w+:-\}$/ : /^\$\{\w+:\?[^}]+\}$/);
    }
    for (const line of text('.env.example').split('\n')) {
      if (/^#?\w*(PASSWORD|SECRET|TOKEN(?!S)|KEY)\w*=/.test(line)) expect(line).toMatch(/=$/);
    }
    expect(text('.gitignore').split('\n')).toContain('.env');
  });

  it('lists in .env.example every variable that it reads', () => {
    const read = new Set([...text('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name!));
    const listed = new Set([...text('.env.example').matchAll(/^#?(\w+)=/gm)].map(([, name]) => name!));
    expect([...read].filter((name) => !listed.has(name))).toEqual([]);
  });

  it('starts each service when what it needs is healthy or done', () => {
    for (const [name, { depends_on = {} }] of services) {
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        const other = compose.services[needed]!;
        if (condition === 'service_healthy')
          expect(other.healthcheck, `${name} needs ${needed}`).toBeDefined();
        else expect(condition).toBe('service_completed_successfully');
      }
    }
    expect(compose.services.worker!.depends_on).toHaveProperty('temporal.condition', 'service_healthy');
  });

  it('watches and restarts everything that is to stay up', () => {
    for (const [name, { healthcheck, restart }] of services) {
      if (restart === 'on-failure:5') continue;
      expect(restart, name).toBe('unless-stopped');
      expect(healthcheck?.test.length, name).toBeGreaterThan(1);
    }
  });

  it('keeps database and home in volumes, and can only read the episodes', () => {
    expect(compose.volumes).toHaveProperty('database');
    expect(compose.services.postgresql!.volumes).toContain('database:/var/lib/postgresql/data');
    expect(compose.services.worker!.volumes).toContain('home:/var/lib/langflix');
    const mounted = compose.services.worker!.volumes!.find((volume) => volume.includes(':/media/in'));
    expect(mounted).toMatch(/:ro$/);
  });

  it('gives the worker longer to stop than the worker gives itself', () => {
    const force = Number(
      /SHUTDOWN_FORCE_MS = ([\d_]+)/.exec(text('src/worker/index.ts'))![1]!.replaceAll('_', ''),
    );
    const grace = Number(/^(\d+)s$/.exec(compose.services.worker!.stop_grace_period!)![1]) * 1000;
    expect(grace).toBeGreaterThan(force + 5000);
  });

  it('mounts scripts and settings that are there', () => {
    const mounted = services
      .flatMap(([, { volumes = [] }]) => volumes)
      .filter((volume) => volume.startsWith('./'));
    expect(mounted.length).toBeGreaterThan(0);
    for (const volume of mounted)
      expect(statSync(join(root, volume.split(':')[0]!)).isFile(), volume).toBe(true);
  });
});

describe('Dockerfile', () => {
  it('runs the worker as a user who is not root, behind an init, with a health check', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^ENTRYPOINT \["tini", "--"\]$/m);
    expect(last).toMatch(/^CMD \["langflix", "worker"\]$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
    for (const needed of ['ca-certificates', 'ffmpeg', 'util-linux']) expect(last).toContain(needed);
  });

  it('copies only what .dockerignore lets through', () => {
    const allowed = text('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) =>
      sources!.split(' '),
    );
    expect(copied.length).toBeGreaterThan(0);
    expect(copied.filter((source) => !allowed.includes(source))).toEqual([]);
  });

  it('builds with the Node that package.json asks for', () => {
    const least = (JSON.parse(text('package.json')) as { engines: { node: string } }).engines.node.replace(
      '>=',
      '',
    );
    const [, major, minor] = /^FROM node:(\d+)\.(\d+)/m.exec(dockerfile)!;
    const [leastMajor, leastMinor] = least.split('.').map(Number);
    expect(Number(major) * 1000 + Number(minor)).toBeGreaterThanOrEqual(leastMajor! * 1000 + leastMinor!);
  });
});
