/** The board's end of a serial line, whatever carries it. */
export interface BoardPort {
  /** What the host opens, or the real port that is used. */
  readonly path: string;
  /** Bytes that nobody takes in time are lost, as on a real line; so are those for a far end that is gone. Never throws. */
  write(bytes: Uint8Array): void;
  close(): void;
}

/** What a port tells: bytes, and that it is gone. */
export interface PortEvents {
  readonly onBytes: (bytes: Uint8Array) => void;
  /** The port is gone by itself, in words: told once, and not after `close`. */
  readonly onLost: (reason: string) => void;
}

/** Opens the port anew; throws with one plain sentence where that is not possible. */
export type OpenPort = (events: PortEvents) => Promise<BoardPort>;
