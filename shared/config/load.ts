import type { z } from 'zod';
import { type Bilingual, joinBilingual } from '../contracts/meaning.ts';
import { complaint } from './complaint.ts';
import { type Environment, isFromEnvironment, isFromNamedFile, overlayEnvironment, setAt } from './environment.ts';
import { parseJson } from './json-text.ts';
import { leavesOf, metaOf, schemaAt } from './schema-keys.ts';
import { textOf, whyUnreadable } from './text-file.ts';

/**
 * The sources of a configuration: the file's bytes, the environment, and a way to read the files
 * that `…_FILE` variables name.
 */
export interface ConfigSource {
  /** The file's name for messages, such as `kiosk.json`. */
  readonly name: string;
  /** The file's bytes; null if there is no file and all settings come from the environment. */
  readonly bytes: Uint8Array | null;
  readonly env: Environment;
  /** Reads a small file; throws if it can't. */
  readonly readFile: (path: string) => Uint8Array;
  /**
   * Makes a path absolute, relative to the folder of the file or to the working directory. If
   * absent, paths stay as they are written.
   */
  readonly resolve?: (path: string, against: PathBase) => string;
}

/**
 * What a relative path is relative to: a file's own folder or, for a path from the environment, the
 * folder in which the program was started.
 */
export type PathBase = 'the folder of the file' | 'the working directory';

/** A path of a configuration, as written and as resolved. */
export interface TakenPath {
  readonly key: string;
  readonly written: string;
  readonly path: string;
  readonly against: PathBase;
}

/** The most mistakes of a configuration that are named; of further ones, only the number. */
const namedMost = 10;

/**
 * A configuration, or what is wrong with it: for each mistake a line in both languages that says
 * which key is wrong, what it holds and what it should hold. The last line has no line end.
 */
export type LoadedConfig<T> =
  | { readonly ok: true; readonly config: T; readonly paths: readonly TakenPath[] }
  | { readonly ok: false; readonly line: string };

/**
 * The result for a refused configuration: the line names the file and gives the reason in both
 * languages.
 */
export const refusedConfig = (name: string, why: Bilingual): { readonly ok: false; readonly line: string } => ({
  ok: false,
  line: `${name}: ${joinBilingual(why)}`,
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The file's keys as an object, or why they can't be read. */
function readRoot(bytes: Uint8Array | null): { root: Record<string, unknown> } | { why: Bilingual } {
  if (bytes === null) return { root: {} };
  let text: string;
  try {
    text = textOf(bytes);
  } catch (error) {
    return { why: whyUnreadable(error) };
  }
  const parsed = parseJson(text);
  if (!parsed.ok) return { why: parsed.why };
  if (isRecord(parsed.value)) return { root: parsed.value };
  return { why: { en: 'it should hold keys in curly braces', zh: '内容应为花括号中的配置项' } };
}

/** Makes every path of a configuration absolute, in place. Returns each path with its result. */
function takePaths(schema: z.ZodType, config: unknown, source: ConfigSource): TakenPath[] {
  const { resolve, env, bytes } = source;
  if (!resolve || !isRecord(config)) return [];
  return leavesOf(schema).flatMap((keys) => {
    const written = keys.reduce<unknown>((here, key) => (isRecord(here) ? here[key] : undefined), config);
    if (typeof written !== 'string' || metaOf(schemaAt(schema, keys)).path !== true) return [];
    const against: PathBase =
      bytes === null || isFromEnvironment(keys, env) ? 'the working directory' : 'the folder of the file';
    const path = resolve(written, against);
    setAt(config, keys, path);
    return [{ key: keys.join('.'), written, path, against }];
  });
}

/**
 * The mistakes that a schema found. Each unknown key is one of its own, and they come first, since
 * a mistyped key also makes the right one missing.
 */
function mistakesIn({ issues }: z.ZodError): z.core.$ZodIssue[] {
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [],
  );
  return [...unknown, ...issues.filter(({ code }) => code !== 'unrecognized_keys')];
}

/**
 * Reads a configuration: the file's JSON, overridden by the environment (`YAOJU_BOARD_PORT`, or
 * `YAOJU_FLEET_PASSWORD_FILE` for a file that holds the value), checked by a strict schema. Never
 * throws.
 */
export function loadConfig<S extends z.ZodType>(schema: S, source: ConfigSource): LoadedConfig<z.output<S>> {
  const read = readRoot(source.bytes);
  if ('why' in read) return refusedConfig(source.name, read.why);
  const unread = overlayEnvironment(schema, read.root, source.env, source.readFile);
  if (unread !== null) return refusedConfig(source.name, unread);
  const parsed = schema.safeParse(read.root);
  if (parsed.success) return { ok: true, config: parsed.data, paths: takePaths(schema, parsed.data, source) };
  const mistakes = mistakesIn(parsed.error).map((issue) =>
    complaint(schema, read.root, issue, (path) => isFromNamedFile(path, source.env)),
  );
  const more = mistakes.length - namedMost;
  const rest = more > 0 ? [{ en: `and ${more} more`, zh: `另有 ${more} 处` }] : [];
  const lines = [...mistakes.slice(0, namedMost), ...rest].map((why) => refusedConfig(source.name, why).line);
  return { ok: false, line: lines.join('\n') };
}
