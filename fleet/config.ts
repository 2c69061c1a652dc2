import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FleetConfig } from '../shared/config/fleet.ts';
import { type LoadedConfig, loadConfig } from '../shared/config/load.ts';
import { secondBooks } from '../shared/config/second-books.ts';

/** Secrets of the first start, from the environment alone: a configuration file is copied around. */
export interface FleetSecrets {
  readonly adminPassword: string | null;
  readonly apiToken: string | null;
}

const readText = (path: string): string => readFileSync(path, 'utf8');

/** Reads fleet.json; `file` null, or a file that isn't there by default, leaves all to the environment and the defaults. */
export function readFleetConfig(file: string | null, env: NodeJS.ProcessEnv): LoadedConfig<FleetConfig> {
  if (file !== null && !existsSync(file)) return { ok: false, line: `${file}: there is no such file` };
  try {
    const loaded = loadConfig(FleetConfig, {
      name: file ?? 'fleet',
      text: file === null ? null : readText(file),
      env,
      readFile: readText,
      resolve: (path, against) =>
        file === null || against === 'the working directory' ? resolve(path) : resolve(dirname(file), path),
    });
    if (!loaded.ok) return loaded;
    const second = secondBooks(loaded.paths, 'fleet.db', resolve, (folder, name) => existsSync(join(folder, name)));
    return second === null ? loaded : { ok: false, line: `${file}: ${second}` };
  } catch (error) {
    return { ok: false, line: `${file}: can't be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The value of a variable, or what is in the file that its `_FILE` twin names; null for neither. Throws where the file can't be read. */
function secretOf(name: string, env: NodeJS.ProcessEnv): string | null {
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  const file = env[`${name}_FILE`];
  return file === undefined ? null : readText(file).replace(/\r?\n$/, '');
}

/** The secrets that come from the environment only; null where one is not set. Throws if a named file cannot be read. */
export const readFleetSecrets = (env: NodeJS.ProcessEnv): FleetSecrets => ({
  adminPassword: secretOf('YAOJU_ADMIN_PASSWORD', env),
  apiToken: secretOf('YAOJU_API_TOKEN', env),
});
