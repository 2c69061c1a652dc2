/** How long the fleet server waits for the other side of a connection, in milliseconds. */
export interface Deadlines {
  /** For a TLS handshake. */
  readonly handshakeMs: number;
  /** For the first packet of an MQTT connection, in which a machine signs in. */
  readonly connectMs: number;
  /** For the headers of a request, and for all of it. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** For the next byte of an HTTP connection. */
  readonly httpIdleMs: number;
  /** For an answer to have been read. */
  readonly answerMs: number;
  /** How often requests that are late are looked for. */
  readonly lookMs: number;
}

/**
 * The deadlines of every server. A slow mobile network needs three or four seconds for a handshake,
 * and the largest file at 64 kbit/s some minutes.
 */
export const usualDeadlines: Deadlines = {
  handshakeMs: 10_000,
  connectMs: 10_000,
  headersMs: 10_000,
  requestMs: 30_000,
  httpIdleMs: 60_000,
  answerMs: 5 * 60_000,
  lookMs: 1000,
};
