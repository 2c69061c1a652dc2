import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isContradictory, isPlainLink } from '../shared/config/encryption.ts';
import { wrongEnvironment } from '../shared/config/environment.ts';
import { FleetConfig } from '../shared/config/fleet.ts';
import { KioskConfig } from '../shared/config/kiosk.ts';
import { type LoadedConfig, loadConfig, refusedConfig } from '../shared/config/load.ts';
import { isLoopback } from '../shared/config/loopback.ts';
import { whyDataDirMoved } from '../shared/config/moved-data-dir.ts';
import { settingOf, whyUnreadable } from '../shared/config/text-file.ts';
import { type Bilingual, bilingual } from '../shared/contracts/meaning.ts';

/**
 * Secrets of the first start. They come from the environment only, because configuration files are
 * copied around.
 */
export interface FleetSecrets {
  readonly adminPassword: string | null;
  readonly apiToken: string | null;
}

/**
 * Reads fleet.json. If `file` is null, everything comes from the environment and the defaults.
 * Never throws.
 */
export function readFleetConfig(file: string | null, env: NodeJS.ProcessEnv): LoadedConfig<FleetConfig> {
  const name = file ?? 'environment';
  const wrongVariable = wrongEnvironment(env, [KioskConfig, FleetConfig]);
  if (wrongVariable !== null) return { ok: false, line: wrongVariable };
  let bytes: Uint8Array | null = null;
  try {
    bytes = file === null ? null : readFileSync(file);
  } catch (error) {
    const why = whyUnreadable(error);
    return refusedConfig(name, { en: `it can't be read: ${why.en}`, zh: `无法读取：${why.zh}` });
  }
  const loaded = loadConfig(FleetConfig, {
    name,
    bytes,
    env,
    readFile: (path) => readFileSync(path),
    resolve: (path, against) =>
      file === null || against === 'the working directory' ? resolve(path) : resolve(dirname(file), path),
  });
  if (!loaded.ok) return loaded;
  const second = whyDataDirMoved(loaded.paths, 'fleet.db', resolve, (folder, inside) =>
    existsSync(join(folder, inside)),
  );
  const why = second ?? whyWrongEncryption(loaded.config) ?? whyNoAddress(loaded.config);
  return why === null ? loaded : refusedConfig(name, why);
}

/** Why people cannot come back from the identity provider. Null if they can, or there is none. */
function whyNoAddress({ oidc, http }: FleetConfig): Bilingual | null {
  if (oidc === undefined || http.address !== undefined || isLoopback(http.host)) return null;
  return {
    en: 'oidc needs http.address, the URL to which the identity provider sends browsers back',
    zh: '使用 oidc 时须填写 http.address，即身份认证服务让浏览器返回的地址',
  };
}

/** What is wrong with how the server encrypts. Null if nothing is. */
function whyWrongEncryption({ mqtt, http, broker }: FleetConfig): Bilingual | null {
  for (const [key, listener] of Object.entries({ mqtt, http }))
    if (isContradictory(listener))
      return {
        en: `${key}.tls should hold both "cert" and "key", or "own": true, and not together with "plain": true`,
        zh: `${key}.tls 应同时填写 cert 和 key，或只填 "own": true，且不能与 "plain": true 并用`,
      };
  if (broker === 'embedded' || mqtt.plain || !isPlainLink(broker)) return null;
  return {
    en: 'broker holds an mqtt:// URL of another computer, to which everything would go unencrypted; it should hold an mqtts:// URL, or mqtt.plain should hold true',
    zh: 'broker 为其他计算机的 mqtt:// 地址，数据将不加密传输；应改为 mqtts:// 地址，确需不加密时将 mqtt.plain 设为 true',
  };
}

/**
 * The value of a variable, or the content of the file that its `_FILE` twin names. Null if neither
 * is set. Throws if the file cannot be read.
 */
function secretOf(name: string, env: NodeJS.ProcessEnv): string | null {
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  const file = env[`${name}_FILE`];
  return file === undefined ? null : settingOf(readFileSync(file));
}

/** A token of the environment may do everything, so it must be as long as a generated one. */
const apiTokenLength = 32;

/** Why the secrets cannot be used, in one line of both languages. Null if they can. */
export const whyWeak = ({ apiToken }: FleetSecrets): Bilingual | null =>
  apiToken === null || apiToken.length >= apiTokenLength
    ? null
    : bilingual(
        `YAOJU_API_TOKEN is too short: at least ${apiTokenLength} characters, such as those of "openssl rand -hex 32"`,
        `YAOJU_API_TOKEN 过短：至少 ${apiTokenLength} 个字符，可用 openssl rand -hex 32 生成`,
      );

/**
 * The secrets from the environment. Each is null if not set. Throws if a named file cannot be read.
 */
export const readFleetSecrets = (env: NodeJS.ProcessEnv): FleetSecrets => ({
  adminPassword: secretOf('YAOJU_ADMIN_PASSWORD', env),
  apiToken: secretOf('YAOJU_API_TOKEN', env),
});
