import type { Lane } from '../../shared/contracts/ids.ts';
import { uncountedLanes } from '../../shared/ledger/books.ts';
import { type ClockTrust, clockTrust } from './clock.ts';
import type { Facts } from './facts.ts';
import { type FleetContact, fleetContact } from './fleet-contact.ts';
import type { DiskCode, Now } from './input.ts';
import type { RuntimeState } from './runtime-state.ts';
import { outOfService } from './service.ts';

/** What /healthz and the log report about this kiosk: each fact with its reason. */
export interface Health {
  readonly inService: boolean;
  readonly reasons: readonly string[];
  readonly board: { readonly state: 'ready' | 'starting' | 'lost'; readonly reason: string | null };
  /** `plain`: it goes to another computer without encryption. */
  readonly link: {
    readonly state: 'up' | 'connecting' | 'down';
    readonly reason: string | null;
    readonly plain: boolean;
  };
  /**
   * Whether the fleet hears this kiosk. Giving out does not depend on it: it continues without the
   * fleet.
   */
  readonly fleet: FleetContact;
  readonly disk: { readonly state: 'ok' | 'failed'; readonly code: DiskCode | null };
  /**
   * Lines not yet receipted by the fleet, and the age of the last receipt in ms, null if none came
   * in this run.
   */
  readonly outbox: { readonly waiting: number; readonly lastReceiptAgeMs: number | null };
  /** How good the kiosk's time is; what expires is locked by it. */
  readonly clock: { readonly state: ClockTrust };
  /** Messages from the fleet that could not be read, since the start. */
  readonly unreadable: number;
  /** Lanes whose content the ledger does not know: staff must count them. */
  readonly uncounted: readonly Lane[];
}

/** What only the loop knows: messages that it could not read, and whether its link is plain. */
export interface LoopNow {
  readonly unreadable: number;
  readonly plainLink: boolean;
}

/** The kiosk's health now. */
export function healthOf(facts: Facts, runtime: RuntimeState, now: Now, { unreadable, plainLink }: LoopNow): Health {
  const reasons = outOfService(facts, runtime);
  const { board, link, outbox, disk } = runtime;
  return {
    inService: reasons.length === 0,
    reasons,
    board: { state: board.state, reason: board.state === 'lost' ? board.reason : null },
    link: { state: link.state, reason: link.reason, plain: plainLink },
    fleet: fleetContact(facts, runtime, now),
    disk: { state: disk === null ? 'ok' : 'failed', code: disk },
    outbox: {
      waiting: facts.last - outbox.through,
      lastReceiptAgeMs: outbox.receiptMonoMs === null ? null : now.monoMs - outbox.receiptMonoMs,
    },
    clock: { state: clockTrust(runtime.clock, now) },
    unreadable,
    uncounted: uncountedLanes(facts.books),
  };
}
