/** Creates ids and secrets. They come from outside, so that a simulated fleet can be repeated. */
export interface Ids {
  /** A random UUID. */
  uuid(): string;
  /** A random secret of at least 160 bits, as text that a person can copy. */
  secret(): string;
  /** SHA-256 in lower-case hex. */
  hash(text: string): string;
}
