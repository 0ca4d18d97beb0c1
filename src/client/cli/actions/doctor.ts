import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../../../config/index.js';
import { modelProblem } from '../../../expressions/llm/index.js';
import { checkMediaTools } from '../../../media/index.js';
import { locateTemporalCli, readService } from '../../../service/index.js';
import { matchesModel, parseModelName } from '../../../shared/model-name.js';
import { version } from '../../../version.js';
import type { CommandEnvironment } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { styled } from '../terminal.js';

interface Check {
  name: string;
  ok: boolean;
  found: string;
  /** What to do about it; null when all is well. */
  mend: string | null;
}

/** `langflix doctor`. */
export async function diagnose({ config, terminal }: CommandEnvironment): Promise<number> {
  const checks = await examine(config);
  terminal.answer({ version, checks });
  if (!terminal.json) {
    for (const { name, ok, found, mend } of checks) {
      terminal.say(styled(ok ? 'green' : 'red', ok ? 'ok  ' : 'FAIL'), ` ${name}: ${found}`);
      if (!ok && mend !== null) terminal.say(`       ${mend.replaceAll('\n', '\n       ')}`);
    }
  }
  return checks.every(({ ok }) => ok) ? EXIT.done : EXIT.failed;
}

async function examine(config: Config): Promise<Check[]> {
  const media = await checkMediaTools({ ffmpeg: config.ffmpegPath, ffprobe: config.ffprobePath });
  return [
    nodeCheck(),
    ...media.map(({ name, ok, found, mend }) => ({ name, ok, found, mend: mend ?? null })),
    await homeCheck(config),
    modelCheck(config),
    ...(config.temporal.address === null
      ? [await temporalCheck(config), await serviceCheck(config)]
      : [serverNote(config)]),
  ];
}

function nodeCheck(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return {
    name: 'Node.js',
    ok,
    found: process.versions.node,
    mend: ok ? null : 'Install Node.js 20.19 or newer.',
  };
}

async function homeCheck({ home }: Config): Promise<Check> {
  for (let at = home; ; at = dirname(at)) {
    const state = await access(at, constants.W_OK).then(
      () => 'writable' as const,
      (error: NodeJS.ErrnoException) =>
        error.code === 'ENOENT' ? ('absent' as const) : ('refused' as const),
    );
    if (state === 'writable') return { name: 'Home', ok: true, found: home, mend: null };
    if (state === 'refused' || dirname(at) === at) {
      return {
        name: 'Home',
        ok: false,
        found: `${home} cannot be written`,
        mend: 'Set LANGFLIX_HOME to a folder of yours.',
      };
    }
  }
}

function modelCheck({ model }: Config): Check {
  const name = 'Language model';
  if (model.name === null) {
    return { name, ok: true, found: 'none: expressions are found offline (LANGFLIX_MODEL)', mend: null };
  }
  const problem = modelProblem(model.name, model) ?? refusalOf(model);
  const provider = parseModelName(model.name)?.provider;
  const has = provider !== undefined && model.keys[provider] !== undefined;
  const key = has ? 'its key is set' : 'without a key';
  const found = `${model.name} at ${model.url ?? 'its vendor’s own address'}, ${key}`;
  return { name, ok: problem === null, found, mend: problem && `${problem}.` };
}

/** A worker with these settings would refuse the runs that they start. */
function refusalOf({ name, allowed }: Config['model']): string | null {
  if (name === null || allowed === null || matchesModel(name, allowed)) return null;
  return `LANGFLIX_MODELS does not allow ${name}`;
}

async function temporalCheck(config: Config): Promise<Check> {
  const path = await locateTemporalCli(config);
  return path === null
    ? {
        name: 'Temporal CLI',
        ok: false,
        found: 'not found',
        mend: 'langflix fetches it at the first run (or builds it, where Go is installed). Or install it yourself: https://docs.temporal.io/cli#install',
      }
    : { name: 'Temporal CLI', ok: true, found: path, mend: null };
}

async function serviceCheck(config: Config): Promise<Check> {
  const service = await readService(config);
  const found =
    service === null ? 'not running; the next command starts it' : `running, Web UI ${service.uiUrl}`;
  return { name: 'Service', ok: true, found, mend: null };
}

function serverNote({ temporal }: Config): Check {
  return {
    name: 'Temporal server',
    ok: true,
    found: `${temporal.address} (namespace ${temporal.namespace})`,
    mend: null,
  };
}
