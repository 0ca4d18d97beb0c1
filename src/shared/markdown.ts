/** Has no width, and no link goes on after it. */
const WORD_JOINER = '\u2060';

/**
 * Text of files, subtitles and models, made harmless for the Web UI's markdown: shown as it is, one line, bounded.
 *
 * Signs of markdown are escaped. Bare addresses (`https://…`, `www.…`, `me@…`) cannot be: the viewer looks for them once
 * more in the text that it has read, after its escapes are gone. They are broken by a character that is not seen.
 *
 * @param most characters that are kept
 */
export function markdownText(text: string, most = 2000): string {
  const line = text.replace(/\s+/g, ' ').slice(0, most);
  return line
    .replace(/:(?=\/)|www(?=\.)|@/gi, `$&${WORD_JOINER}`)
    .replace(/[\\`*_{}[\]<>()#+!|~&]/g, (character) => `\\${character}`);
}

/** Text as code, which a viewer takes for no markdown; backticks, which would end it, become quotation marks. */
export function markdownCode(text: string): string {
  return `\`${text.replace(/\s+/g, ' ').replaceAll('`', "'")}\``;
}
