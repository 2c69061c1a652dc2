/** How often something is looked at that comes with the board's events, in ms. */
const LOOK_MS = 10;

/** Waits until something is there, or so long; null where it didn't come. */
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
