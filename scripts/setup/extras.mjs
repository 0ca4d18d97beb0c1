import { findChromium } from './chromium.mjs';
import { findProgram } from './find-program.mjs';
import { installPackages } from './installer.mjs';

/**
 * What is good to have, but not needed: each with how to find it, the Debian package that brings it, and what is
 * different without it.
 */
const SPEECH = {
  name: 'espeak-ng',
  package: 'espeak-ng',
  find: () => findProgram(['espeak-ng']),
  without: 'the demo has tones in place of voices',
};

const FOR_TESTS = [
  {
    name: 'Chromium',
    package: 'chromium',
    find: () => findChromium(),
    worthAsking: true,
    without: 'the tests that open the Web UI cannot run (set CHROMIUM_PATH if it stands elsewhere)',
  },
  {
    name: 'ip (iproute2)',
    package: 'iproute2',
    find: () => findProgram(['ip']),
    worthAsking: true,
    without: 'the test that cuts the network off cannot run',
    linuxOnly: true,
  },
];

/**
 * The extras that belong to a set-up: speech for the demo, and for tests what they drive as well.
 *
 * @param {{ tests: boolean, platform?: string }} setUp
 */
export function extrasFor({ tests, platform = process.platform }) {
  return [SPEECH, ...(tests ? FOR_TESTS : [])].filter((extra) => !extra.linuxOnly || platform === 'linux');
}

/**
 * Looks for extras, installs the missing ones where that is allowed (asking only for those that are worth a
 * question), and never fails: langflix works without them.
 *
 * @param {ReturnType<typeof extrasFor>} extras
 * @param {(line: string) => void} announce
 * @returns {Promise<string[]>} what was found and what was not, a line each
 */
export async function ensureExtras(extras, announce) {
  const missing = extras.filter((extra) => extra.find() === undefined);
  if (missing.length > 0) {
    const next = `sudo apt-get install ${missing.map((extra) => extra.package).join(' ')}`;
    try {
      await installPackages(
        'extras',
        missing.map((extra) => extra.package),
        {
          why: 'which the tests drive',
          next,
          announce,
          optional: !missing.some((extra) => extra.worthAsking),
        },
      );
    } catch (error) {
      announce(`${error.report?.() ?? error.message}\n  going on without`);
    }
  }
  return extras.map((extra) => {
    const path = extra.find();
    return path === undefined ? `${extra.name}: not found; ${extra.without}` : `${extra.name}: ${path}`;
  });
}
