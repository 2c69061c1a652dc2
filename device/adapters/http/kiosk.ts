import type { Agent } from '../../agent/agent.ts';
import type { Health } from '../../core/health.ts';
import type { DiskFailure, LedgerStore } from '../../ports.ts';
import { Problem } from './problem.ts';

/**
 * The kiosk as its HTTP server sees it: at work, or not started because the disk does not let the
 * ledger be opened.
 */
export type Kiosk =
  | {
      readonly agent: Agent;
      /** `rewritten`: how often the ledger file was written again because its name was lost. */
      readonly ledger: Pick<LedgerStore, 'ledger' | 'last' | 'read'> & { readonly rewritten?: number };
    }
  | { readonly agent: null; readonly failure: DiskFailure };

/** The agent; throws a Problem if its ledger could not be opened. */
export function agentAtWork({ agent }: Kiosk): Agent {
  if (agent) return agent;
  throw new Problem('cannot-write');
}

/** The kiosk's health, also if its ledger could not be opened: then nothing else was started. */
export function healthOf(kiosk: Kiosk): Health {
  if (kiosk.agent) return kiosk.agent.health();
  const { code, message } = kiosk.failure;
  const unopened: Health & { readonly detail: string } = {
    inService: false,
    reasons: ['disk'],
    board: { state: 'starting', reason: null },
    link: { state: 'down', reason: 'not begun: the ledger cannot be opened', plain: false },
    fleet: 'connecting',
    disk: { state: 'failed', code },
    outbox: { waiting: 0, lastReceiptAgeMs: null },
    clock: { state: 'doubtful' },
    unreadable: 0,
    uncounted: [],
    detail: message,
  };
  return unopened;
}
