/**
 * A language as ISO 639-1 writes it where it can: `eng` and `en-US` are `en`, `ger` and `deu` are `de`. Files name
 * languages in all of these ways. Null for what is no language code at all, and for `und`.
 */
export function languageCode(tag: string): string | null {
  try {
    return new Intl.Locale(tag.trim().replaceAll('_', '-')).language ?? null;
  } catch {
    return null;
  }
}
