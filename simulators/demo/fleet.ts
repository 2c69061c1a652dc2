import type { Logger } from '../../device/adapters/log.ts';
import { type RunningFleet, startFleet } from '../../fleet/main.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { formatDay } from '../../shared/rules/calendar.ts';
import type { DemoData } from './data-dir.ts';
import type { KioskPlace } from './live-kiosk.ts';
import { freePort } from './ports.ts';

const host = '127.0.0.1';

/** The demo's fleet server, and where it listens. */
export interface DemoFleet {
  readonly fleet: RunningFleet;
  readonly httpUrl: string;
  readonly mqttUrl: string;
  /** Sentences about preferred ports that were taken. */
  readonly moved: readonly string[];
}

/** The fleet server of the demo, on the loopback; if a port is taken, on the next free one. */
export async function startDemoFleet(
  data: DemoData,
  wished: { readonly http: number; readonly mqtt: number },
  log: Logger,
): Promise<DemoFleet> {
  const http = await freePort(host, wished.http);
  const mqtt = await freePort(host, wished.mqtt);
  const config = FleetConfig.parse({
    dataDir: data.path('fleet'),
    http: { host, port: http },
    mqtt: { host, port: mqtt },
  });
  const { password: adminPassword, token: apiToken } = data.kept;
  const fleet = await startFleet(config, { adminPassword, apiToken }, log);
  const moved = (
    [
      ['console · 控制台', wished.http, fleet.httpPort],
      ['MQTT', wished.mqtt, fleet.mqttPort],
    ] as const
  ).flatMap(([what, asked, got]) => (asked === got ? [] : [`port ${asked} is taken · 端口被占用：${what} → ${got}`]));
  return { fleet, httpUrl: `http://${host}:${fleet.httpPort}`, mqttUrl: `mqtt://${host}:${fleet.mqttPort}`, moved };
}

/** The secret of a live kiosk: the kept one, or a new one. */
export async function secretOf(fleet: RunningFleet, data: DemoData, place: KioskPlace): Promise<string> {
  const { machine, name, region, site } = place;
  const kept = data.kept.secrets[machine];
  const { service } = fleet;
  if (kept !== undefined && service.authenticator.authenticate(machine, kept) === 'yes') return kept;
  const inServiceFrom = formatDay(data.province.beganDay);
  const wish = { machine: machine as MachineId, name, region, site, address: null, inServiceFrom };
  const made = service.record(machine)
    ? await service.registry.renewSecret(machine)
    : await service.registry.register(wish, 'demo');
  data.change({ secrets: { ...data.kept.secrets, [machine]: made.secret } });
  return made.secret;
}
