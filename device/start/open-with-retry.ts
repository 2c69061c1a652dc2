import { DiskFailure } from '../ports.ts';

/** How often opening the ledger is retried while the disk does not allow it. */
const retryMs = 5_000;

/**
 * Opens something now, and repeatedly while the disk refuses; any other error is thrown. Returns a
 * function that ends the attempts.
 */
export function openWithRetry(open: () => void, failed: (failure: DiskFailure) => void): () => void {
  let retry: NodeJS.Timeout | undefined;
  const attempt = (): void => {
    try {
      open();
    } catch (error) {
      if (!(error instanceof DiskFailure)) throw error;
      failed(error);
      retry = setTimeout(attempt, retryMs);
    }
  };
  attempt();
  return () => clearTimeout(retry);
}
