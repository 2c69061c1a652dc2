import type { Head, LedgerId } from '../contracts/ids.ts';

/**
 * SHA-256 over a ledger [MQTT contract, events]: `first` is h(0), the hash of the ledger id's 36
 * characters; `next` is h(n), the hash of the 32 bytes of h(n−1) followed by the UTF-8 bytes of
 * line n. The pure rooms have no hash function: the main program passes one in.
 */
export interface Chain {
  first(ledger: LedgerId): Head;
  next(prev: Head, line: string): Head;
}

/** The chain's state after `lines`, from the state `prev` before them. */
export function headAfter(chain: Chain, prev: Head, lines: readonly string[]): Head {
  return lines.reduce<Head>((head, line) => chain.next(head, line), prev);
}
