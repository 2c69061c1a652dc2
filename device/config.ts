import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { wrongEnvironment } from '../shared/config/environment.ts';
import { FleetConfig } from '../shared/config/fleet.ts';
import { KioskConfig } from '../shared/config/kiosk.ts';
import { type LoadedConfig, loadConfig, refusedConfig } from '../shared/config/load.ts';
import { isLoopback } from '../shared/config/loopback.ts';
import { whyDataDirMoved } from '../shared/config/moved-data-dir.ts';
import { textOf, whyUnreadable } from '../shared/config/text-file.ts';

/** The checked content of kiosk.json; `fleet.ca` is the certificate's text. */
export type DeviceConfig = KioskConfig;

/**
 * Reads the kiosk's configuration from a file (null: none) and the environment. Checks what the
 * schema can't express: the HTTP server is on the loopback, the fleet's URL holds no secret, and
 * the certificate can be read.
 */
export function loadDeviceConfig(
  path: string | null,
  env: Readonly<Record<string, string | undefined>>,
): LoadedConfig<DeviceConfig> {
  const name = path ?? 'environment';
  const wrong = (en: string, zh: string) => refusedConfig(name, { en, zh });
  const wrongVariable = wrongEnvironment(env, [KioskConfig, FleetConfig]);
  if (wrongVariable !== null) return { ok: false, line: wrongVariable };
  let bytes: Uint8Array | null = null;
  try {
    bytes = path === null ? null : readFileSync(path);
  } catch (error) {
    const why = whyUnreadable(error);
    return wrong(`it can't be read: ${why.en}`, `无法读取：${why.zh}`);
  }
  const loaded = loadConfig(KioskConfig, {
    name,
    bytes,
    env,
    readFile: (file) => readFileSync(file),
    resolve: (file, against) =>
      path === null || against === 'the working directory' ? resolve(file) : resolve(dirname(path), file),
  });
  if (!loaded.ok) return loaded;
  const { config, paths } = loaded;
  const second = whyDataDirMoved(paths, 'ledger.db', resolve, (folder, file) => existsSync(join(folder, file)));
  if (second !== null) return refusedConfig(name, second);
  const { http, fleet } = config;

  if (!isLoopback(http.host))
    return wrong(
      `http.host holds "${http.host}"; it should hold a loopback address, such as 127.0.0.1: the kiosk's HTTP is for this computer alone`,
      `http.host 的值“${http.host}”不正确，应为回环地址，如 127.0.0.1：终端接口只供本机使用`,
    );
  const { username, password } = new URL(fleet.url ?? 'mqtts://none');
  if (username !== '' || password !== '')
    return wrong(
      'fleet.url holds a user or password; it should hold neither: the machine id and fleet.password are used',
      'fleet.url 中含有用户名或密码，应删除：登录使用机器编号和 fleet.password',
    );
  try {
    const ca = fleet.ca === undefined ? {} : { ca: textOf(readFileSync(fleet.ca)) };
    return { ok: true, config: { ...config, fleet: { ...fleet, ...ca } }, paths };
  } catch (error) {
    const why = whyUnreadable(error);
    return wrong(
      `fleet.ca names "${fleet.ca}", which can't be read: ${why.en}`,
      `fleet.ca 所指的 ${fleet.ca} 无法读取：${why.zh}`,
    );
  }
}
