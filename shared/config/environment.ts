import type { z } from 'zod';
import { type Bilingual, joinBilingual } from '../contracts/meaning.ts';
import { editDistance } from './edit-distance.ts';
import { type KeyPath, leavesOf, schemaAt, variableOf } from './schema-keys.ts';
import { settingOf, whyUnreadable } from './text-file.ts';

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether a key's value came from the environment: from its variable, or from the file that its
 * `…_FILE` variable names.
 */
export const isFromEnvironment = (path: readonly string[], env: Environment): boolean => {
  const name = variableOf(path);
  return env[name] !== undefined || env[`${name}_FILE`] !== undefined;
};

/** Whether a key's value came from the file that its `…_FILE` variable names. */
export const isFromNamedFile = (path: KeyPath, env: Environment): boolean => {
  const name = variableOf(path);
  return env[name] === undefined && env[`${name}_FILE`] !== undefined;
};

type Json = Record<string, unknown>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sets the value of a key in place, and creates the objects on its path. */
export function setAt(root: Json, path: readonly string[], value: unknown): void {
  const [step, ...rest] = path;
  if (step === undefined) return;
  if (rest.length === 0) {
    root[step] = value;
    return;
  }
  const below = root[step];
  const next = isRecord(below) ? below : {};
  root[step] = next;
  setAt(next, rest, value);
}

/**
 * A variable's text as the type that its key needs: the text itself if the schema accepts it, else
 * parsed as JSON.
 */
function valueFor(schema: z.core.$ZodType & { safeParse?: z.ZodType['safeParse'] }, text: string): unknown {
  if (schema.safeParse?.(text).success) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Puts the environment's values over the file's, in place. Returns what is wrong if a `…_FILE`
 * can't be read.
 */
export function overlayEnvironment(
  schema: z.ZodType,
  root: Json,
  env: Environment,
  readFile: (path: string) => Uint8Array,
): Bilingual | null {
  for (const path of leavesOf(schema)) {
    const leaf = schemaAt(schema, path);
    if (!leaf) continue;
    const name = variableOf(path);
    const text = env[name];
    if (text !== undefined) setAt(root, path, valueFor(leaf as z.ZodType, text));
    const file = env[`${name}_FILE`];
    if (file === undefined || text !== undefined) continue;
    try {
      setAt(root, path, valueFor(leaf as z.ZodType, settingOf(readFile(file))));
    } catch (error) {
      const { en, zh } = whyUnreadable(error);
      return {
        en: `${name}_FILE names "${file}", which can't be read: ${en}`,
        zh: `${name}_FILE 所指的 ${file} 无法读取：${zh}`,
      };
    }
  }
  return null;
}

/** Variables that are not keys of a configuration file. */
const others = ['YAOJU_LOG_LEVEL', 'YAOJU_ADMIN_PASSWORD', 'YAOJU_API_TOKEN'];

/** The valid levels of `YAOJU_LOG_LEVEL`. */
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * The first variable that begins with `YAOJU_` and that no program of this project reads; null if
 * there is none.
 */
function strayVariable(env: Environment, schemas: readonly z.ZodType[]): Bilingual | null {
  const keys = schemas.flatMap((schema) => leavesOf(schema).map(variableOf));
  const known = [...keys, ...others].flatMap((name) => [name, `${name}_FILE`]);
  const stray = Object.keys(env).find((name) => name.startsWith('YAOJU_') && !known.includes(name));
  if (stray === undefined) return null;
  const nearest = known.map((name) => ({ name, far: editDistance(stray, name) })).sort((a, b) => a.far - b.far)[0];
  const near = nearest && nearest.far <= 4 ? nearest.name : null;
  return {
    en: `${stray}: no setting has this variable${near ? `; did you mean ${near}?` : '; docs/settings.md lists them all'}`,
    zh: `没有 ${stray} 这个环境变量${near ? `，是否应为 ${near}？` : '，全部变量见 docs/settings.md'}`,
  };
}

/**
 * What is wrong with the environment, whatever the configuration file holds: a variable that
 * nothing reads, or an unknown log level. null if nothing is wrong.
 */
export function wrongEnvironment(env: Environment, schemas: readonly z.ZodType[]): string | null {
  const stray = strayVariable(env, schemas);
  if (stray) return joinBilingual(stray);
  const level = env.YAOJU_LOG_LEVEL;
  if (level === undefined || logLevels.includes(level)) return null;
  return joinBilingual({
    en: `YAOJU_LOG_LEVEL holds "${level}"; it should hold one of ${logLevels.join(', ')}`,
    zh: `YAOJU_LOG_LEVEL 的值“${level}”不正确，应为 ${logLevels.join('、')} 之一`,
  });
}
