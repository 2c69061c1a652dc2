import type { AuditCheck, AuditList, AuditQuery } from '../../shared/contracts/fleet/audit.ts';
import { parseDay, type Zone } from '../../shared/rules/calendar.ts';
import { cursorsOf } from '../cursor.ts';
import { Mutex } from '../mutex.ts';
import type { AuditStore, TimeSpan } from '../ports/audit-store.ts';
import type { Clock } from '../ports/clock.ts';
import { RefusedError } from '../refused.ts';
import type { NotedHead } from './noted-head.ts';
import { nothingChecked } from './verification.ts';

/** What questions to the audit log need. `areaOf` refuses an area outside the asker's. */
export interface AuditQueryDependencies {
  readonly store: Pick<AuditStore, 'auditRecords' | 'checkAuditChain'>;
  /** The head that was noted outside of the database. */
  readonly head: Pick<NotedHead, 'broken'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly zone: Zone;
  readonly areaOf: (asked: string | undefined, own: string) => string;
}

const cursors = cursorsOf('audit', ['number', 'number']);

/** Entries that are compared in one go, so that lists never wait long for a comparison. */
const checkedAtOnce = 10_000;

/** The audit log as people read it. */
export class AuditQueries {
  readonly #deps: AuditQueryDependencies;
  readonly #checking = new Mutex();

  constructor(deps: AuditQueryDependencies) {
    this.#deps = deps;
  }

  /** A page of an area's entries; `own` is the asker's area. Refuses days that are not in order. */
  async list(query: AuditQuery, own: string): Promise<AuditList> {
    const { store, clock, areaOf } = this.#deps;
    const region = areaOf(query.region, own);
    const span = this.#spanOf(query);
    if (span.to < span.from) throw new RefusedError('invalid', 'to: to is before from', '结束日期早于开始日期');
    const { records, next } = await store.auditRecords(query, span, region, cursors.read(query.cursor));
    return { asOf: clock.now(), region, records: [...records], next: next && cursors.write(...next) };
  }

  #spanOf({ from, to }: Pick<AuditQuery, 'from' | 'to'>): TimeSpan {
    const { zone } = this.#deps;
    const first = parseDay(from ?? '');
    const last = parseDay(to ?? '');
    return {
      from: first === null ? 0 : zone.begins(first),
      to: last === null ? Number.MAX_SAFE_INTEGER : zone.ends(last),
    };
  }

  /** Compares the whole log with its chain and the noted head. One comparison runs at a time. */
  verify(): Promise<AuditCheck> {
    const { store, head, clock } = this.#deps;
    return this.#checking.run(async () => {
      let check = nothingChecked;
      for (let before = -1; check.entries > before; ) {
        before = check.entries;
        check = await store.checkAuditChain(check, checkedAtOnce);
      }
      const broken = await head.broken();
      const breaks = broken === null ? check.breaks : [...check.breaks, broken];
      return { asOf: clock.now(), sound: breaks.length === 0, ...check, breaks };
    });
  }
}
