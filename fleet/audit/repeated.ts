import type { NotedAct } from '../ports/audit-trail.ts';

/** The time over which repeated acts are summed, and the most that are summed separately. */
const sumMs = 60_000;
const mostSums = 200;
/** Most network addresses that an entry names. */
const mostAddresses = 5;

interface Sum {
  readonly act: NotedAct;
  readonly until: number;
  /** Repetitions that no entry says yet. */
  count: number;
  readonly addresses: Set<string>;
}

/**
 * Sums up acts that strangers can repeat at will, by act, actor and user, so that the log grows by
 * at most two entries a minute for each. Times in ms since 1970.
 */
export class RepeatedActs {
  readonly #sums = new Map<string, Sum>();

  /** Takes an act at `now`. Returns the entry to be written at once; null if it is only counted. */
  take(act: NotedAct, now: number): NotedAct | null {
    const key = this.#sums.size < mostSums ? keyOf(act) : act.act;
    const sum = this.#sums.get(key);
    if (sum) {
      sum.count += 1;
      if (act.address !== null && sum.addresses.size < mostAddresses) sum.addresses.add(act.address);
      return null;
    }
    this.#sums.set(key, { act, until: now + sumMs, count: 0, addresses: new Set() });
    return act;
  }

  /** The entries of what was repeated and whose minute has passed, or of everything. */
  due(now: number): NotedAct[] {
    const due: NotedAct[] = [];
    for (const [key, { act, until, count, addresses }] of this.#sums) {
      if (now < until) continue;
      this.#sums.delete(key);
      if (count > 0) due.push({ ...act, after: { ...act.after, count, addresses: [...addresses] } });
    }
    return due;
  }
}

const keyOf = ({ act, actor, user, machine }: NotedAct): string =>
  JSON.stringify([act, actor.kind, actor.name, user ?? null, machine ?? null]);
