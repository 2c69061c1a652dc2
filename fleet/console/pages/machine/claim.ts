import type { Uncounted } from '../../../../shared/contracts/fleet-http.ts';
import type { Format } from '../../texts/format.ts';
import type { uncounted } from '../../texts/zh/uncounted.ts';

/** What uncounted lines claim: boxes given out, boxes put in or taken out, and on which days. */
export function claimOf({ issued, moved, from, to }: Uncounted, texts: typeof uncounted, format: Format): string {
  return [
    issued > 0 && texts.issued(format.count(issued)),
    moved > 0 && texts.moved(format.count(moved)),
    texts.days(format.dayLong(from), format.dayLong(to)),
  ]
    .filter(Boolean)
    .join(' · ');
}
