/**
 * A text that libass draws as it is, whatever it holds. `\{` and `\}` are libass's own escapes; a backslash
 * has none, so a WORD JOINER (U+2060, no width) after it keeps it from forming `\N`, `\h` or `\{`, as
 * ffmpeg's own subtitle encoder does. The text has one line.
 */
export function escapeText(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('\\', '\\\u2060')
    .replaceAll('{', '\\{')
    .replaceAll('}', '\\}');
}

/** `&HBBGGRR&` of `#rrggbb`. */
export function colour(hex: string): string {
  const [red, green, blue] = channels(hex);
  return `&H${blue}${green}${red}&`;
}

/** `&HAABBGGRR` for a style; `opacity` 0 to 1. */
export function styleColour(hex: string, opacity = 1): string {
  const [red, green, blue] = channels(hex);
  return `&H${alpha(opacity)}${blue}${green}${red}`;
}

/** `&HAA&`; ASS counts transparency, not opacity. */
export function alphaTag(opacity: number): string {
  return `&H${alpha(opacity)}&`;
}

function alpha(opacity: number): string {
  const transparency = Math.round((1 - Math.min(1, Math.max(0, opacity))) * 255);
  return transparency.toString(16).toUpperCase().padStart(2, '0');
}

function channels(hex: string): [string, string, string] {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  const [, red = 'FF', green = 'FF', blue = 'FF'] = match ?? [];
  return [red.toUpperCase(), green.toUpperCase(), blue.toUpperCase()];
}

/** `H:MM:SS.cc` of centiseconds. */
export function assTime(centiseconds: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const seconds = Math.floor(centiseconds / 100);
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${two(centiseconds % 100)}`;
}

/** A number of pixels, without a float's tail. */
export function px(n: number): string {
  return String(Math.round(n * 100) / 100);
}

/** A rectangle with round corners as an ASS drawing, from 0,0 unless told. */
export function roundedBox(
  width: number,
  height: number,
  radius: number,
  { x, y }: { x: number; y: number } = { x: 0, y: 0 },
): string {
  const r = Math.min(radius, width / 2, height / 2);
  // A circle's quarter by a cubic curve: its handles are 0.5523 of the radius long.
  const k = r * (1 - 0.5523);
  const n = (...values: number[]): string =>
    values.map((value, i) => px(value + (i % 2 === 0 ? x : y))).join(' ');
  return [
    `m ${n(r, 0)} l ${n(width - r, 0)} b ${n(width - k, 0, width, k, width, r)}`,
    `l ${n(width, height - r)} b ${n(width, height - k, width - k, height, width - r, height)}`,
    `l ${n(r, height)} b ${n(k, height, 0, height - k, 0, height - r)}`,
    `l ${n(0, r)} b ${n(0, k, k, 0, r, 0)}`,
  ].join(' ');
}
