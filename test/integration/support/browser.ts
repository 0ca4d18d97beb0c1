import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { findChromium } from '../../../scripts/setup/chromium.mjs';

/** Path of a Chromium, or undefined where there is none. A CI run without one fails: the Web UI would go untested. */
export function chromiumPath(): string | undefined {
  const path = findChromium(process.env);
  if (path === undefined && process.env.CI !== undefined) {
    throw new Error(
      'No Chromium found. Install one (Debian and Ubuntu: sudo apt-get install chromium) or name it in CHROMIUM_PATH.',
    );
  }
  return path;
}

/** A browser without a window that asks nothing of the network by itself. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Temporal's Web UI shows summaries and details as markdown, each in a frame of its own: the text of them all. */
export async function markdownOn(page: Page): Promise<string> {
  const frames = page.locator('iframe[title="output"]');
  const texts: string[] = [];
  for (let i = 0; i < (await frames.count()); i++) {
    texts.push(await textOf(frames.nth(i).contentFrame().locator('body')));
  }
  return texts.join('\n');
}

/** What a person reads there: with the line breaks and gaps of the layout, which a node's own text has not. */
export async function textOf(place: Locator): Promise<string> {
  return (await place.allInnerTexts()).join('\n');
}
