import type { Online } from '../../shared/contracts/presence.ts';
import { acting, type Decision, nothing } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Now } from './input.ts';
import { limits } from './limits.ts';
import { restarted } from './outbox.ts';
import type { Run } from './runtime-state.ts';

/** The connection stands: say who is here, and send again what was never receipted. */
export function linkUp(facts: Facts, run: Run, now: Now): Decision {
  const link = { ...run.link, state: 'up' as const, reason: null, sinceUp: now.up, heartbeatUp: nextHeartbeat(now) };
  const next: Run = {
    ...run,
    link,
    outbox: restarted(run.outbox, now),
    report: run.report && { ...run.report, last: -1 },
  };
  return acting(next, { act: 'presence', presence: presence(facts, now) });
}

/** The connection is gone, or never came: the next try backs off exponentially with full jitter [MQTT contract, storms]. */
export function linkDown(run: Run, reason: string, now: Now): Decision {
  if (run.link.state === 'down') return nothing(run);
  const held = run.link.state === 'up' && now.up - run.link.sinceUp >= limits.heldAfterMs;
  const tries = held ? 0 : run.link.tries;
  const mostMs = Math.min(limits.reconnectMostMs, limits.reconnectFirstMs * 2 ** tries);
  const retryUp = now.up + Math.max(1, Math.round(mostMs * now.dice));
  return nothing({
    ...run,
    link: { ...run.link, state: 'down', reason, sinceUp: now.up, retryUp, tries: Math.min(tries + 1, 16) },
  });
}

/** Connects when it is time; a try that never ended counts as down. */
export function linkDue(run: Run, now: Now): Decision | null {
  const { link } = run;
  if (link.state === 'connecting')
    return now.up < link.sinceUp + limits.connectWithinMs ? null : linkDown(run, 'connect-timeout', now);
  if (link.state === 'up' || now.up < link.retryUp) return null;
  return acting({ ...run, link: { ...link, state: 'connecting', sinceUp: now.up } }, { act: 'connect' });
}

/** The heartbeat; it never touches the disk. */
export function heartbeatDue(facts: Facts, run: Run, now: Now): Decision | null {
  if (run.link.state !== 'up' || now.up < run.link.heartbeatUp) return null;
  const next: Run = { ...run, link: { ...run.link, heartbeatUp: nextHeartbeat(now) } };
  return acting(next, { act: 'presence', presence: presence(facts, now) });
}

const nextHeartbeat = (now: Now): number =>
  now.up + Math.round(limits.heartbeatMs * (1 + limits.heartbeatJitter * (2 * now.dice - 1)));

function presence({ books, ledger, last }: Facts, { at, up }: Now): Online {
  return { online: true, run: books.run, at, up, ledger, last, config: books.configVersion };
}
