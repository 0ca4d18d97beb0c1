/** Looks again and again until something is true; says after `withinMs` whether it has become so. */
export async function becomes(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > until) return false;
    await pause(25);
  }
  return true;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
