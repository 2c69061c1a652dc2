import type { AuditBreak } from '../../shared/contracts/fleet/audit.ts';
import type { AuditHead, AuditStore } from '../ports/audit-store.ts';
import type { Clock } from '../ports/clock.ts';

/** How often the newest head is noted, and how often it is also written to the server's log. */
const noteMs = 60_000;
const sayMs = 60 * noteMs;

/** A place outside of the database where the newest head is kept. */
export interface HeadNotes {
  /** Null if nothing is noted, or it cannot be read. */
  read(): AuditHead | null;
  write(head: AuditHead): void;
}

/** What noting heads needs. */
export interface NotedHeadDependencies {
  readonly store: Pick<AuditStore, 'auditHead'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly notes: HeadNotes;
  /** Called with what was noted and is not in the log any more. */
  readonly lost: (what: AuditBreak) => void;
  /** Called now and then with the newest head, to be kept elsewhere. */
  readonly say: (head: AuditHead) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The newest head of the audit log, noted outside of its database. The chain shows every gap and
 * change inside of the log; that its end was cut off, or written again, shows only by comparing
 * with a head that was kept elsewhere.
 */
export class NotedHead {
  readonly #deps: NotedHeadDependencies;
  #noted: AuditHead | null;
  #nextNote = Number.NEGATIVE_INFINITY;
  #nextSay = Number.NEGATIVE_INFINITY;

  constructor(deps: NotedHeadDependencies) {
    this.#deps = deps;
    this.#noted = deps.notes.read();
  }

  /** What of the noted head is not in the log. Null if it is there, or nothing was noted. */
  async broken(): Promise<AuditBreak | null> {
    const { store } = this.#deps;
    const noted = this.#noted;
    if (noted === null) return null;
    const there = await store.auditHead(noted.seq);
    if (there !== null) return there.head === noted.head ? null : { from: noted.seq, to: noted.seq, why: 'changed' };
    const last = (await store.auditHead(null))?.seq ?? 0;
    return { from: Math.min(last + 1, noted.seq), to: noted.seq, why: 'missing' };
  }

  /** Compares and notes, if it is time. The caller calls it about once a second. */
  async tick(): Promise<void> {
    const now = this.#deps.clock.now();
    if (now < this.#nextNote) return;
    this.#nextNote = now + noteMs;
    await this.note();
  }

  /** Compares the log with what was noted, and notes its newest head. Never rejects. */
  async note(): Promise<void> {
    try {
      await this.#note();
    } catch (error) {
      this.#deps.failed(error);
    }
  }

  async #note(): Promise<void> {
    const { store, clock, notes, lost, say } = this.#deps;
    const broken = await this.broken();
    if (broken !== null) lost(broken);
    const last = await store.auditHead(null);
    if (last === null) return;
    if (last.head !== this.#noted?.head) notes.write(last);
    this.#noted = last;
    if (clock.now() < this.#nextSay) return;
    this.#nextSay = clock.now() + sayMs;
    say(last);
  }
}
