import { isPlainLink } from '../../shared/config/encryption.ts';
import type { DeviceConfig } from '../config.ts';
import { askAt } from '../identity/fleet-request.ts';
import { accessesOf, type LinkAccesses } from '../identity/link-access.ts';
import { certificateRenewal } from '../identity/renewal.ts';
import { identityIn } from '../identity/secret-folder.ts';
import type { AgentObserver, Clock } from '../ports.ts';

const checkEveryMs = 60_000;

/** With what a kiosk connects, and the renewal of its certificate. */
export interface FleetAccess {
  readonly accesses: LinkAccesses;
  stop(): void;
}

/** Reads what the kiosk connects with, and keeps its certificate renewed until `stop`. */
export function fleetAccess(
  config: DeviceConfig,
  clock: Pick<Clock, 'at' | 'monoMs' | 'random'>,
  fleetTime: () => number | null,
  log: AgentObserver['log'],
): FleetAccess {
  const store = identityIn(config);
  const time = () => ({ clock: clock.at(), fleet: fleetTime() });
  const accesses = accessesOf(store, config.fleet, time);
  const renewal = certificateRenewal({
    store,
    time,
    monoMs: clock.monoMs,
    random: clock.random,
    isRefused: accesses.isRefused,
    askAt,
    say: log,
  });
  const { url } = config.fleet;
  if (url !== undefined && isPlainLink(url))
    log('warn', 'the link to the fleet is not encrypted: its secret and its ledger can be read and changed on the way');
  const check = (): void => {
    renewal.check().catch((error: Error) => log('error', 'the certificate is not renewed', { why: error.message }));
  };
  const timer = setInterval(check, checkEveryMs);
  check();
  return { accesses, stop: () => clearInterval(timer) };
}
