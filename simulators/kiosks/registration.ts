import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { settingOf, whyUnreadable } from '../../shared/config/text-file.ts';
import { formatDay } from '../../shared/rules/calendar.ts';
import { dayOf } from '../demo/days.ts';
import type { DemoMachine } from '../demo/machine.ts';
import { type KiosksFlags, WrongUsage } from './flags.ts';
import { FleetApi } from './fleet-api.ts';

const Secrets = z.record(z.string(), z.string().min(1));

function readSecrets(file: string | undefined): Record<string, string> {
  if (file === undefined || !existsSync(file)) return {};
  try {
    return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new WrongUsage(`--secrets ${file}: it should hold JSON {"machine": "secret", …}`);
  }
}

/** The token for the API. Throws WrongUsage if there is none. */
function tokenOf({ token, tokenFile }: KiosksFlags): string {
  if (token !== undefined) {
    process.stderr.write(
      'yaoju kiosks: --token is visible in the list of processes: use --token-file or YAOJU_API_TOKEN · --token 会显示在进程列表中，请改用 --token-file 或 YAOJU_API_TOKEN\n',
    );
    return token;
  }
  const named = tokenFile === undefined ? process.env.YAOJU_API_TOKEN : tokenIn(tokenFile);
  if (!named) throw new WrongUsage('--token-file (or YAOJU_API_TOKEN) is missing: the API registers the machines');
  return named;
}

function tokenIn(file: string): string {
  try {
    return settingOf(readFileSync(file));
  } catch (error) {
    throw new WrongUsage(`--token-file ${file}: ${whyUnreadable(error).en}`);
  }
}

/**
 * The broker that the kiosks connect to, and the API for registering and checking, null if only the
 * broker is given.
 */
export function fleetOf(flags: KiosksFlags): { readonly mqttUrl: string; readonly api: FleetApi | null } {
  const url = URL.canParse(flags.fleet) ? new URL(flags.fleet) : null;
  if (url?.protocol === 'mqtt:' || url?.protocol === 'mqtts:') return { mqttUrl: flags.fleet, api: null };
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new WrongUsage(`--fleet holds ${flags.fleet}, it should hold http://host:port or mqtt://host:port`);
  const token = tokenOf(flags);
  const mqttUrl = flags.mqtt ?? `${url.protocol === 'https:' ? 'mqtts' : 'mqtt'}://${url.hostname}:8883`;
  return { mqttUrl, api: new FleetApi(flags.fleet, token) };
}

/**
 * The secrets by machine. Registers machines whose secret isn't known, several at a time. Throws
 * WrongUsage if that is not possible.
 */
export async function secretsFor(
  population: readonly DemoMachine[],
  api: FleetApi | null,
  file: string | undefined,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const secrets = readSecrets(file);
  const missing = population.filter(({ machine }) => secrets[machine] === undefined);
  if (missing.length === 0) return secrets;
  if (!api) throw new WrongUsage(`--secrets has no secret of ${missing[0]?.machine}, and mqtt:// can't register it`);
  const today = formatDay(dayOf(Date.now()));
  for (let at = 0; at < missing.length && !signal.aborted; at += 16)
    await Promise.all(
      missing.slice(at, at + 16).map(async ({ machine, name, region, site, address }) => {
        secrets[machine] = await api.register({ machine, name, region, site, address, inServiceFrom: today });
      }),
    );
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(secrets, null, 1)}\n`, { mode: 0o600 });
  return secrets;
}
