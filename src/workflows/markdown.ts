/** Text of files and subtitles, made harmless for the Web UI's markdown: shown as it is, one line, bounded. */
export function markdownText(text: string): string {
  const line = text.replace(/\s+/g, ' ').slice(0, 2000);
  return line.replace(/[\\`*_{}[\]<>()#+!|~&]/g, (character) => `\\${character}`);
}
