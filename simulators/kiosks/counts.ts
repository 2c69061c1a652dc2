/** The totals of all kiosks together. */
export interface Counts {
  asked: number;
  issued: number;
  notIssued: number;
  uncertain: number;
  refused: number;
  connected: number;
  /** Ends of connections, by reason. */
  readonly lost: Map<string, number>;
}

/** Counts of a kiosk that has done nothing yet. */
export const newCounts = (): Counts => ({
  asked: 0,
  issued: 0,
  notIssued: 0,
  uncertain: 0,
  refused: 0,
  connected: 0,
  lost: new Map(),
});
