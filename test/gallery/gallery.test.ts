import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type StoryboardPicture, storyboard } from '../../src/slides/index.js';
import { difference, forPhone } from './compare.js';
import { galleryEntries, KINDS, LANGUAGES, SIZES } from './matrix.js';
import { drawEntry } from './pictures.js';
import { STRESSES } from './texts.js';

/*
 * Every kind of picture in every language against the pictures that were looked at and approved. After a change of
 * the looks: `npm run gallery` draws a contact sheet to look at, `npm run gallery -- --approve` keeps the new ones.
 */
const APPROVED = fileURLToPath(new URL('approved/', import.meta.url));
const MODE = process.env.LANGFLIX_GALLERY ?? 'compare';
/** Where the contact sheet and whatever differs is written. */
const OUT = process.env.LANGFLIX_GALLERY_OUT ?? join(tmpdir(), 'langflix-gallery');
/**
 * A letter that has turned into a box changes some 40 pixels of 70,000. Captions may differ a little more: they are
 * drawn by the libass of the machine, not by a library of our own version.
 */
const TOLERANCE = { still: 0.0004, captions: 0.002 };

const SHAPES = SIZES.map(({ width, height }) => `${width}x${height}`);
const PER_SHEET = 16;

const entries = galleryEntries();
const sheet: StoryboardPicture[] = [];

describe('the gallery', () => {
  it('has each pair of kind and language, kind and stress, kind and size (a short has one)', () => {
    const pairs = (of: (entry: (typeof entries)[number]) => string) => new Set(entries.map(of)).size;
    expect(pairs(({ kind, language }) => `${kind} ${language}`)).toBe(
      KINDS.length * Object.keys(LANGUAGES).length,
    );
    expect(pairs(({ kind, stress }) => `${kind} ${stress}`)).toBe(KINDS.length * STRESSES.length);
    expect(pairs(({ kind, size }) => `${kind} ${size.width}`)).toBe((KINDS.length - 1) * SIZES.length + 1);
  });

  it.each(entries)('$name looks as approved', async (entry) => {
    const drawn = await forPhone(await drawEntry(entry));
    sheet.push({ label: entry.name, png: drawn });
    const approved = join(APPROVED, `${entry.name}.png`);
    if (MODE === 'approve') {
      await mkdir(APPROVED, { recursive: true });
      await writeFile(approved, drawn);
      return;
    }
    if (MODE === 'sheet') return;
    const expected = await readFile(approved);
    const { share, picture } = await difference(expected, drawn);
    const captions = ['focus', 'scene', 'short', 'pause'].includes(entry.kind);
    const allowed = captions ? TOLERANCE.captions : TOLERANCE.still;
    if (share > allowed) {
      await mkdir(OUT, { recursive: true });
      await writeFile(join(OUT, `${entry.name}.png`), drawn);
      await writeFile(join(OUT, `${entry.name}.difference.png`), picture);
    }
    expect(share, `${entry.name}: look at ${OUT}, then run npm run gallery`).toBeLessThanOrEqual(allowed);
  });

  it('keeps no approved picture that nobody draws any more', async () => {
    const names = new Set(entries.map(({ name }) => `${name}.png`));
    const stale = (await readdir(APPROVED)).filter((file) => !names.has(file));
    if (MODE === 'approve') await Promise.all(stale.map((file) => rm(join(APPROVED, file))));
    else if (MODE === 'compare') expect(stale).toEqual([]);
  });

  it('would notice a letter that has become a box', async () => {
    const [entry] = entries;
    if (!entry) throw new Error('the gallery is empty');
    const drawn = await forPhone(await drawEntry(entry));
    const { sharp } = await import('../../src/slides/draw/sharp.js');
    const box = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="12"><rect x="1" y="1" width="7" height="10" fill="none" stroke="#f8f3e9"/></svg>',
    );
    const { height = 0 } = await sharp(drawn).metadata();
    const boxed = await sharp(drawn)
      .composite([{ input: box, left: 300, top: Math.round(height * 0.2) }])
      .png()
      .toBuffer();
    expect((await difference(drawn, boxed)).share).toBeGreaterThan(TOLERANCE.still);
    expect((await difference(drawn, drawn)).pixels).toBe(0);
  });

  afterAll(async () => {
    if (MODE === 'compare') return;
    await mkdir(OUT, { recursive: true });
    // Pictures of one shape side by side, and no more on a sheet than can be looked at in their own size.
    sheet.sort(
      (a, b) =>
        SHAPES.findIndex((shape) => a.label.endsWith(shape)) -
        SHAPES.findIndex((shape) => b.label.endsWith(shape)),
    );
    for (let at = 0; at < sheet.length; at += PER_SHEET) {
      const png = await storyboard(sheet.slice(at, at + PER_SHEET), { columns: 4, cellWidth: 360 });
      await writeFile(join(OUT, `gallery-${at / PER_SHEET + 1}.png`), png);
    }
  });
});
