/** The most boxes in an hour. One every six seconds is more than a queue of people takes. */
const boxesInHour = 600;
const hourMs = 3_600_000;

/**
 * Bounds the boxes that are ordered in an hour, so that a program that got at the screen cannot
 * empty the cabinet at the speed of its motors. `up` is the monotonic clock in ms.
 */
export function orderRate(monoMs: () => number, most = boxesInHour) {
  const at = new Map<string, number>();

  return {
    /**
     * Counts an order under its request id; the same request counts once. Null if it may be
     * fulfilled, otherwise the ms until the next may be.
     */
    waitMs(request: string): number | null {
      const now = monoMs();
      for (const [id, since] of at) {
        if (now - since < hourMs) break;
        at.delete(id);
      }
      if (at.has(request)) return null;
      const [oldest] = at.values();
      if (at.size >= most && oldest !== undefined) return oldest + hourMs - now;
      at.set(request, now);
      return null;
    },
  };
}
