/** Answers requested before the console's own code was there, by address: see prefetch.ts. */
export type PrefetchedAnswers = Map<string, Promise<Response>>;

declare global {
  interface Window {
    prefetchedAnswers?: PrefetchedAnswers;
    /** Files of the build by page and by language, written into index.html. */
    consoleFiles?: Readonly<Record<string, readonly string[]>>;
  }
}

/** An answer that was requested already. Each is returned once. */
export function takePrefetched(address: string): Promise<Response> | undefined {
  const answer = window.prefetchedAnswers?.get(address);
  window.prefetchedAnswers?.delete(address);
  return answer;
}
