import type { Online } from '../../shared/contracts/presence.ts';
import { acting, type Decision, nothing } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Now } from './input.ts';
import { limits } from './limits.ts';
import { restarted } from './outbox.ts';
import type { RuntimeState } from './runtime-state.ts';

/**
 * The connection is up: publishes this kiosk's presence, and sends again what was never receipted.
 */
export function linkUp(facts: Facts, runtime: RuntimeState, now: Now): Decision {
  const link = {
    ...runtime.link,
    state: 'up' as const,
    reason: null,
    sinceMonoMs: now.monoMs,
    heartbeatMonoMs: nextHeartbeat(now),
  };
  const next: RuntimeState = {
    ...runtime,
    link,
    outbox: restarted(runtime.outbox, now),
    report: runtime.report && { ...runtime.report, last: -1 },
  };
  return acting(next, { kind: 'presence', presence: presence(facts, now) });
}

/**
 * The connection is lost or could not be made: the next attempt backs off exponentially with full
 * jitter [MQTT contract, storms].
 */
export function linkDown(runtime: RuntimeState, reason: string, now: Now): Decision {
  if (runtime.link.state === 'down') return nothing(runtime);
  const held = runtime.link.state === 'up' && now.monoMs - runtime.link.sinceMonoMs >= limits.heldAfterMs;
  const tries = held ? 0 : runtime.link.tries;
  const maxMs = Math.min(limits.reconnectMostMs, limits.reconnectFirstMs * 2 ** tries);
  const retryMonoMs = now.monoMs + Math.max(1, Math.round(maxMs * now.random));
  return nothing({
    ...runtime,
    link: {
      ...runtime.link,
      state: 'down',
      reason,
      sinceMonoMs: now.monoMs,
      retryMonoMs,
      tries: Math.min(tries + 1, 16),
    },
  });
}

/** Connects when it is time. An attempt that never ended counts as down. */
export function linkDue(runtime: RuntimeState, now: Now): Decision | null {
  const { link } = runtime;
  if (link.state === 'connecting')
    return now.monoMs < link.sinceMonoMs + limits.connectWithinMs ? null : linkDown(runtime, 'connect-timeout', now);
  if (link.state === 'up' || now.monoMs < link.retryMonoMs) return null;
  return acting({ ...runtime, link: { ...link, state: 'connecting', sinceMonoMs: now.monoMs } }, { kind: 'connect' });
}

/** The heartbeat; it never touches the disk. */
export function heartbeatDue(facts: Facts, runtime: RuntimeState, now: Now): Decision | null {
  if (runtime.link.state !== 'up' || now.monoMs < runtime.link.heartbeatMonoMs) return null;
  const next: RuntimeState = { ...runtime, link: { ...runtime.link, heartbeatMonoMs: nextHeartbeat(now) } };
  return acting(next, { kind: 'presence', presence: presence(facts, now) });
}

const nextHeartbeat = (now: Now): number =>
  now.monoMs + Math.round(limits.heartbeatMs * (1 + limits.heartbeatJitter * (2 * now.random - 1)));

function presence({ books, ledger, last }: Facts, { at, monoMs }: Now): Online {
  return { online: true, run: books.run, at, up: monoMs, ledger, last, config: books.configVersion };
}
