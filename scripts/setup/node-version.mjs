/** A version such as `20.19.4` or `v22.1` as three numbers; parts that are missing or no number are 0. */
export function parseVersion(text) {
  const [major = 0, minor = 0, patch = 0] = text
    .replace(/^[^\d]*/, '')
    .split('.')
    .map((part) => Number.parseInt(part, 10) || 0);
  return { major, minor, patch };
}

/** Whether version `found` is the version `least` or a later one. Both as text. */
export function isAtLeast(found, least) {
  const a = parseVersion(found);
  const b = parseVersion(least);
  if (a.major !== b.major) return a.major > b.major;
  if (a.minor !== b.minor) return a.minor > b.minor;
  return a.patch >= b.patch;
}
