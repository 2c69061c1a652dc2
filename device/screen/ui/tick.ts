import { useEffect, useState } from 'react';

/**
 * The page's monotonic clock in ms, read again every `everyMs` while the part is drawn; null: only
 * once.
 */
export function useTick(everyMs: number | null): number {
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    if (everyMs === null) return;
    setNowMs(performance.now());
    const timer = setInterval(() => setNowMs(performance.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}
