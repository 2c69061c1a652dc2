import { sha256Chain } from '../../../device/adapters/chain.ts';
import type { Head } from '../../../shared/contracts/ids.ts';
import type { Chain } from '../../../shared/ledger/chain.ts';

/** The most links kept: more lines than any single world writes. */
const maxLinks = 8_192;

/**
 * The kiosk's own chain with a cache of its links. The disk, the fleet and the watches all need the
 * same ones, and a hash is the most expensive part of a line.
 */
function remembering(chain: Chain): Chain {
  const links = new Map<Head, { readonly line: string; readonly head: Head }>();
  return {
    first: chain.first,
    next(prev, line) {
      const known = links.get(prev);
      if (known?.line === line) return known.head;
      const head = chain.next(prev, line);
      if (links.size >= maxLinks) links.clear();
      links.set(prev, { line, head });
      return head;
    },
  };
}

/** The ledger's chain over Node's SHA-256 [MQTT contract, events]. */
export const shaChain: Chain = remembering(sha256Chain);
