/**
 * A text of a model or a person as one line: no controls, no bidi overrides, no invisible characters, white space
 * joined.
 *
 * @returns null where nothing is left or it is longer than `most` characters
 */
export function cleanText(text: string, most: number): string | null {
  const clean = text
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, '')
    .trim();
  return clean === '' || [...clean].length > most ? null : clean;
}

/** Whether a text is words: no address to click on, no markup. */
export function isPlain(text: string): boolean {
  return !/https?:|www\.|[<>{}\\]|\w@\w|\b[\w-]+\.(?:com|net|org|io)\b/iu.test(text);
}

/** Whether a text is written in Latin letters, for the most part: a meaning must be in English. */
export function isEnglish(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  return (
    letters.length > 0 && letters.filter((letter) => /[a-z]/i.test(letter)).length >= letters.length * 0.9
  );
}
