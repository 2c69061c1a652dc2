/** What was asked before the console's own code was there, by address: see prefetch.ts. */
export type EarlyAnswers = Map<string, Promise<Response>>;

declare global {
  interface Window {
    earlyAnswers?: EarlyAnswers;
    /** Files of the build by page and by language, written into index.html. */
    consoleFiles?: Readonly<Record<string, readonly string[]>>;
  }
}

/** The answer that is on its way already; each is given once. */
export function earlyAnswer(address: string): Promise<Response> | undefined {
  const answer = window.earlyAnswers?.get(address);
  window.earlyAnswers?.delete(address);
  return answer;
}
