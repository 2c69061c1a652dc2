import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { KioskConfig } from '../shared/config/kiosk.ts';
import { type LoadedConfig, loadConfig } from '../shared/config/load.ts';
import { secondBooks } from '../shared/config/second-books.ts';
import { isLoopback } from './adapters/http/loopback.ts';

/** kiosk.json as it was checked; `fleet.ca` is the certificate's text. */
export type DeviceConfig = KioskConfig;

/**
 * Reads the kiosk's configuration from a file (null: none) and the environment. What the schema can't say is checked here: that the HTTP
 * stays on the loopback, that the fleet's URL carries no secret, that the certificate can be read.
 */
export function loadDeviceConfig(
  path: string | null,
  env: Readonly<Record<string, string | undefined>>,
): LoadedConfig<DeviceConfig> {
  const name = path ?? 'environment';
  const wrong = (line: string) => ({ ok: false, line: `${name}: ${line}` }) as const;
  const readFile = (file: string) => readFileSync(file, 'utf8');

  let text: string | null = null;
  try {
    text = path === null ? null : readFile(path);
  } catch (error) {
    return { ok: false, line: `${name} can't be read: ${reason(error)}` };
  }
  const loaded = loadConfig(KioskConfig, {
    name,
    text,
    env,
    readFile,
    resolve: (file, against) =>
      path === null || against === 'the working directory' ? resolve(file) : resolve(dirname(path), file),
  });
  if (!loaded.ok) return loaded;
  const { config, paths } = loaded;
  const second = secondBooks(paths, 'ledger.db', resolve, (folder, file) => existsSync(join(folder, file)));
  if (second !== null) return wrong(second);
  const { http, fleet } = config;

  if (!isLoopback(http.host))
    return wrong(
      `http.host holds "${http.host}", it should hold a loopback address, such as 127.0.0.1: the kiosk's HTTP is for this computer alone`,
    );
  const { username, password } = new URL(fleet.url);
  if (username !== '' || password !== '')
    return wrong(
      'fleet.url holds a user or password, it should hold neither: the machine id and fleet.password are used',
    );
  try {
    const ca = fleet.ca === undefined ? {} : { ca: readFile(fleet.ca) };
    return { ok: true, config: { ...config, fleet: { ...fleet, ...ca } }, paths };
  } catch (error) {
    return wrong(`fleet.ca holds "${fleet.ca}", it should hold a file that can be read: ${reason(error)}`);
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
