import { ENGLISH, LANGUAGES, type Language, STRESSES, type Stress } from './texts.js';

export const KINDS = ['slide', 'title', 'pause', 'end', 'focus', 'scene', 'short'] as const;
export type Kind = (typeof KINDS)[number];

export const SIZES = [
  { width: 1280, height: 720 },
  { width: 480, height: 204 },
  { width: 1080, height: 1920 },
] as const;

/** What is behind captions: the hardest pictures to read them on. */
export const BACKGROUNDS = ['white', 'black', 'busy'] as const;

/** One picture of the gallery. */
export interface Entry {
  kind: Kind;
  language: Language;
  stress: Stress;
  size: { width: number; height: number };
  background: (typeof BACKGROUNDS)[number];
  /** Of all of the above: the name of its approved picture. */
  name: string;
}

function entry(kind: Kind, language: Language, stress: Stress, row: number, column: number): Entry {
  // A short has one size only.
  const size = (kind === 'short' ? SIZES[2] : SIZES[row % SIZES.length]) ?? SIZES[0];
  const background = BACKGROUNDS[column % BACKGROUNDS.length] ?? 'busy';
  const name = `${kind}-${language}-${stress}-${size.width}x${size.height}`;
  return { kind, language, stress, size, background, name };
}

/**
 * Not every combination (there are 630), but each pair of kind and language, of kind and stress, and of kind and
 * size; and the pictures that people see most often, an ordinary expression at 720 lines, in every language.
 */
export function galleryEntries(): Entry[] {
  const languages = Object.keys(LANGUAGES) as Language[];
  const covering = KINDS.flatMap((kind, k) =>
    languages.map((language, l) =>
      entry(kind, language, STRESSES[(k + l) % STRESSES.length] ?? 'plain', k + l + Math.floor(l / 3), l),
    ),
  );
  const usual = (['slide', 'focus', 'scene'] as const).flatMap((kind, k) =>
    languages.map((language, l) => entry(kind, language, 'plain', 0, k + l + 1)),
  );
  const names = new Set<string>();
  return [...usual, ...covering].filter(({ name }) => !names.has(name) && names.add(name));
}

export { ENGLISH, LANGUAGES };
