// How benches print what they measured: a line each, with its bound and whether it is met.

/** Prints a figure; `bound` as { atMost } or { atLeast } in the same unit. Sets the exit code when it is not met. */
export function figure(name, value, unit, bound) {
  const shown = `${value.toFixed(value < 10 ? 2 : 1)}${unit ? ` ${unit}` : ''}`;
  if (bound === undefined) {
    console.log(`  ${name.padEnd(66)} ${shown.padStart(12)}`);
    return;
  }
  const met = bound.atMost !== undefined ? value <= bound.atMost : value >= bound.atLeast;
  const words = bound.atMost !== undefined ? `at most ${bound.atMost}` : `at least ${bound.atLeast}`;
  console.log(`  ${name.padEnd(66)} ${shown.padStart(12)}   ${met ? 'met' : 'NOT MET'} (${words})`);
  if (!met) process.exitCode = 1;
}

export function heading(text) {
  console.log(`\n${text}`);
}
