/** How often a condition that depends on the board's events is checked, in ms. */
const LOOK_MS = 10;

/** Waits until `look` returns something; null if it does not within the time. */
export function until<T>(look: () => T | undefined, withinMs: number): Promise<T | null> {
  const endMs = performance.now() + withinMs;
  return new Promise((resolve) => {
    const again = (): void => {
      const there = look();
      if (there !== undefined) resolve(there);
      else if (performance.now() >= endMs) resolve(null);
      else setTimeout(again, LOOK_MS);
    };
    again();
  });
}
