/** The board's end of a serial line, whatever its implementation. */
export interface BoardPort {
  /** The path that the host opens, or the real port that is used. */
  readonly path: string;
  /**
   * Bytes that nobody reads in time are lost, as on a real line; so are bytes for an other end that
   * is gone. Never throws.
   */
  write(bytes: Uint8Array): void;
  close(): void;
}

/** The events of a port: bytes, and its loss. */
export interface PortEvents {
  readonly onBytes: (bytes: Uint8Array) => void;
  /** The port was lost, with the reason: called once, and not after `close`. */
  readonly onLost: (reason: string) => void;
}

/** Opens the port again; throws with one plain sentence if that is not possible. */
export type OpenPort = (events: PortEvents) => Promise<BoardPort>;
