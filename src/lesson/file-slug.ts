const MAX_LENGTH = 40;

/**
 * A headword as part of a file's name: ASCII letters, digits and hyphens, at most 40 characters, never empty. It is
 * not unique by itself (`don't` and `dont`); the number before it in `clips/03-give-it-a-shot.mp4` makes it so, and
 * keeps it off the names that Windows reserves.
 */
export function fileSlug(headword: string): string {
  const words = headword
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word.slice(0, MAX_LENGTH) : `${slug}-${word}`;
    if (longer.length > MAX_LENGTH) break;
    slug = longer;
  }
  return slug === '' ? 'expression' : slug;
}

/** 1-based numbers as ids and file names carry them: two digits or more. */
export function numbered(position: number, total: number): string {
  return String(position + 1).padStart(Math.max(2, String(total).length), '0');
}
