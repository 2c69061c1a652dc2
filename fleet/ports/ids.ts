/** Ids and secrets come from outside, so that a simulated fleet repeats itself. */
export interface Ids {
  /** A random UUID. */
  uuid(): string;
  /** A random secret of at least 160 bits, as text a person can copy. */
  secret(): string;
  /** SHA-256 in lower-case hex. */
  hash(text: string): string;
}
