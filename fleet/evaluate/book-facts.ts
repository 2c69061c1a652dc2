import { laneStock } from '../../shared/ledger/books.ts';
import { driftOf, type StockAt } from '../../shared/rules/health.ts';
import type { MachineFacts } from '../../shared/rules/machine-findings.ts';
import type { MachineAccount } from '../ledger/account.ts';
import { stopView } from '../registry/stop.ts';
import type { EvaluationInput } from './evaluation-input.ts';

/** What is wrong according to the books. */
export function bookFacts(
  input: EvaluationInput,
  now: number,
): Omit<MachineFacts, 'reach' | 'silence' | 'pace' | 'restocks' | 'lanes' | 'recalls'> {
  const { account, presence, config, notices } = input;
  const { books, since } = account;
  const twice = notices.find((notice) => notice.kind === 'identity-twice');
  const stop = stopView(config, account);
  return {
    lastHeartbeatAt: presence.heard,
    boardLostSince: books.boardState === 'lost' ? (since.board ?? now) : null,
    sensorSuspectSince: books.sensor === 'suspect' ? (since.sensor ?? now) : null,
    doorOpenSince: books.door === 'open' ? (since.door ?? now) : null,
    climate: books.climate === 'out' ? { since: since.climate ?? now, tempDeciC: account.tempDeciC } : null,
    jams: [...books.lanes.values()]
      .filter((lane) => lane.condition === 'jam')
      .map(({ lane, product }) => ({ lane, product, since: account.laneSince.get(lane) ?? now })),
    forks: notices
      .filter((notice) => notice.kind === 'fork')
      .map((notice) => ({ ledger: notice.ledger ?? '', through: notice.through })),
    ledgerLost: lostUnsettled(input),
    identityTwiceSince: twice?.at ?? null,
    setAsideSince: input.setAsideAt,
    quarantinedSince: input.record.quarantine?.at ?? null,
    overQuotaSince: notices.find((notice) => notice.kind === 'over-quota')?.at ?? null,
    refusedMessages: factOf(notices.find((notice) => notice.kind === 'refused-messages')),
    impersonation: factOf(notices.find((notice) => notice.kind === 'impersonation')),
    plainLink: input.reported?.plain ?? false,
    unreadable: account.unreadable ? [account.unreadable] : [],
    uncounted: account.uncounted,
    clockOffByMs: presence.clockOffByMs,
    config: {
      desired: config?.config.version ?? books.configVersion,
      inForce: books.configVersion,
      desiredSince: config?.at ?? 0,
    },
    stop: {
      asked: stop.asked,
      inForce: stop.inForce && { reason: stop.inForce.reason, since: stop.inForce.since ?? now },
      unsupported: stop.state === 'unsupported',
    },
    drift: input.reported === null ? null : driftOf(input.reported, stockAt(account)),
    uncertain: books.uncertain.size,
    newLedger: [...books.lanes.values()].some((lane) => lane.doubted && laneStock(lane) > 0),
  };
}

/** Since when something is refused, and why at first. */
const factOf = <W>(notice: { readonly at: number; readonly why: W } | undefined): { since: number; why: W } | null =>
  notice ? { since: notice.at, why: notice.why } : null;

/** The lost ledger, unless a person said what became of its boxes. */
function lostUnsettled({ account: { lost }, notices }: EvaluationInput): MachineAccount['lost'] {
  if (lost === null) return null;
  const { ledger, through } = lost;
  const settled = notices.some(
    (notice) => notice.kind === 'ledger-settled' && notice.ledger === ledger && notice.through === through,
  );
  return settled ? null : lost;
}

/** The stock in the books at the last folded line. */
function stockAt(account: MachineAccount): StockAt {
  return {
    ledger: account.ledger ?? '',
    last: account.seq,
    lanes: [...account.books.lanes.values()].map((lane) => ({
      lane: lane.lane,
      product: lane.product,
      stock: laneStock(lane),
    })),
  };
}
