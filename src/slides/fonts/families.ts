import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, rename, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

/** Family names as the font files carry them, in the order in which a character is looked for. */
export const FONT_FAMILIES = [
  'Noto Sans',
  'Noto Sans Arabic',
  'Noto Sans Hebrew',
  'Noto Sans KR',
  'Noto Sans JP',
  'Noto Sans SC',
] as const;
export type FontFamily = (typeof FONT_FAMILIES)[number];

/** One font file, absolute. */
export interface FontFile {
  family: FontFamily;
  bold: boolean;
  path: string;
}

/** Every font file that langflix draws with: each family in regular and bold. */
export type FontSet = readonly FontFile[];

/**
 * (usWinAscent + usWinDescent) / unitsPerEm of each family's files, which is what libass scales a font by: an ASS
 * font size is `em * LINE_HEIGHT_PER_EM`.
 */
export const LINE_HEIGHT_PER_EM: Record<FontFamily, number> = {
  'Noto Sans': 1.519,
  'Noto Sans Arabic': 2.169,
  'Noto Sans Hebrew': 1.36,
  'Noto Sans KR': 1.448,
  'Noto Sans JP': 1.448,
  'Noto Sans SC': 1.448,
};

/** npm package and file prefix of each family. The packages hold Google Fonts' own files, under the OFL. */
const PACKAGES: Record<FontFamily, { name: string; prefix: string }> = {
  'Noto Sans': { name: '@expo-google-fonts/noto-sans', prefix: 'NotoSans' },
  'Noto Sans Arabic': { name: '@expo-google-fonts/noto-sans-arabic', prefix: 'NotoSansArabic' },
  'Noto Sans Hebrew': { name: '@expo-google-fonts/noto-sans-hebrew', prefix: 'NotoSansHebrew' },
  'Noto Sans KR': { name: '@expo-google-fonts/noto-sans-kr', prefix: 'NotoSansKR' },
  'Noto Sans JP': { name: '@expo-google-fonts/noto-sans-jp', prefix: 'NotoSansJP' },
  'Noto Sans SC': { name: '@expo-google-fonts/noto-sans-sc', prefix: 'NotoSansSC' },
};

const { resolve } = createRequire(import.meta.url);
let fonts: FontSet | undefined;

/** The font files, found in node_modules from wherever langflix is installed. */
export function loadFonts(): FontSet {
  fonts ??= FONT_FAMILIES.flatMap((family) =>
    [false, true].map((bold) => {
      const { name, prefix } = PACKAGES[family];
      const weight = bold ? '700Bold' : '400Regular';
      return { family, bold, path: resolve(`${name}/${weight}/${prefix}_${weight}.ttf`) };
    }),
  );
  return fonts;
}

/**
 * Puts font files into one folder, for libass's `fontsdir`: links, or copies where links are not allowed.
 * May be called for the same folder by several processes at once.
 *
 * @param families whose files, by default all
 * @returns the folder, `intoDir`, which is made if need be.
 */
export async function fontsFolder(
  intoDir: string,
  families: readonly FontFamily[] = FONT_FAMILIES,
): Promise<string> {
  await mkdir(intoDir, { recursive: true });
  for (const { path } of loadFonts().filter(({ family }) => families.includes(family))) {
    const target = join(intoDir, basename(path));
    // Follows a link: one whose target has gone with an older node_modules is made again.
    const present = await stat(target).catch(() => undefined);
    if (present?.size === (await stat(path)).size) continue;
    const staged = `${target}.${randomUUID()}`;
    await symlink(path, staged).catch(() => copyFile(path, staged));
    await rename(staged, target);
  }
  return intoDir;
}

/**
 * A folder with the fonts that an ASS script names, and no others: libass reads every file of its `fontsdir` at
 * the start, which is 45 MB and a tenth of a second for all of them (measured with ffmpeg 5.1).
 *
 * @param parent one folder per set of families is made in it, the same for every script that names the same ones
 * @returns that folder
 */
export async function captionFontsFolder(parent: string, ass: string): Promise<string> {
  const named = new Set([...ass.matchAll(/\\fn([^\\}]+)/g)].map(([, name]) => name));
  const families = FONT_FAMILIES.filter((family, i) => i === 0 || named.has(family));
  const name = families.map((family) => family.replace(/^Noto Sans ?/, '').toLowerCase() || 'sans').join('-');
  return await fontsFolder(join(parent, name), families);
}

let fingerprint: string | undefined;

/** 16 hex digits that change with any byte of any font file: part of the identity of whatever is drawn. */
export function fontsFingerprint(): string {
  if (fingerprint === undefined) {
    const hash = createHash('sha256');
    for (const { path } of loadFonts()) hash.update(readFileSync(path));
    fingerprint = hash.digest('hex').slice(0, 16);
  }
  return fingerprint;
}
