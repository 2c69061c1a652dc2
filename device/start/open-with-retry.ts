import { DiskFailure } from '../ports.ts';

/** How often a disk that doesn't let the ledger be opened is tried again. */
const retryMs = 5_000;

/** Opens something now, and again and again while the disk refuses; any other error is thrown. Returns what ends the tries. */
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
