import { z } from 'zod';

/** What a configuration comes from: the file's text, the environment, and a way to read the files that `…_FILE` variables name. */
export interface ConfigSource {
  /** The file's name for messages, such as `kiosk.json`. */
  readonly name: string;
  /** The file's text; null where there is none and the environment says all. */
  readonly text: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a small text file; throws where it can't. */
  readonly readFile: (path: string) => string;
  /** A path made whole, against the folder of the file or the working directory; absent: paths stay as they are written. */
  readonly resolve?: (path: string, against: PathBase) => string;
}

/** What a relative path is relative to: a file's own folder, or, where the environment gives it, where the program was started. */
export type PathBase = 'the folder of the file' | 'the working directory';

/** A path of a configuration as it was taken. */
export interface TakenPath {
  readonly key: string;
  readonly written: string;
  readonly path: string;
  readonly against: PathBase;
}

/** A configuration, or the one line that says which key is wrong, what it holds and what it should hold. */
export type LoadedConfig<T> =
  | { readonly ok: true; readonly config: T; readonly paths: readonly TakenPath[] }
  | { readonly ok: false; readonly line: string };

/** Marks a key whose value is never shown. */
export const secret = { secret: true } as const;

/** Marks a key that holds the path of a file or folder: it is made whole when it is read. */
export const path = { path: true } as const;

type Json = Record<string, unknown>;
type KeyPath = readonly PropertyKey[];

const wrapped = new Set(['optional', 'nullable', 'default', 'prefault', 'readonly', 'nonoptional', 'catch']);

/** The schema inside optional, default and the like. */
function inner(schema: z.core.$ZodType): z.core.$ZodType {
  const def = schema._zod.def as z.core.$ZodTypeDef & { innerType?: z.core.$ZodType; in?: z.core.$ZodType };
  if (wrapped.has(def.type) && def.innerType) return inner(def.innerType);
  if (def.type === 'pipe' && def.in) return inner(def.in);
  return schema;
}

const shapeOf = (schema: z.core.$ZodType): Record<string, z.core.$ZodType> | null => {
  const bare = inner(schema);
  return bare instanceof z.ZodObject ? bare.shape : null;
};

/** The schema of a key, as deep as the path is known; null where there is no such key. */
function schemaAt(schema: z.core.$ZodType, path: KeyPath): z.core.$ZodType | null {
  let here: z.core.$ZodType = schema;
  for (const step of path) {
    const shape = shapeOf(here);
    const bare = inner(here);
    const next = shape ? shape[String(step)] : bare instanceof z.ZodArray ? bare.element : undefined;
    if (!next) return null;
    here = next;
  }
  return here;
}

/** What `.meta` and `.describe` say of a schema, through its wrappers. */
function metaOf(schema: z.core.$ZodType | null): {
  description?: string | undefined;
  secret?: unknown;
  path?: unknown;
} {
  if (!schema) return {};
  const outer = (schema instanceof z.ZodType ? schema.meta() : undefined) ?? {};
  const bare = inner(schema);
  const within = (bare !== schema && bare instanceof z.ZodType ? bare.meta() : undefined) ?? {};
  return { ...within, ...outer };
}

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function valueAt(value: unknown, path: KeyPath): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<PropertyKey, unknown>)[step];
  }
  return here;
}

function put(root: Json, path: readonly string[], value: unknown): void {
  const [step, ...rest] = path;
  if (step === undefined) return;
  if (rest.length === 0) {
    root[step] = value;
    return;
  }
  const below = root[step];
  const next = isRecord(below) ? below : {};
  root[step] = next;
  put(next, rest, value);
}

/** The keys that a value can be given for, as paths: what the environment may say. */
function leavesOf(schema: z.core.$ZodType, path: readonly string[] = []): string[][] {
  const shape = shapeOf(schema);
  if (!shape) return [[...path]];
  return Object.entries(shape).flatMap(([key, below]) => leavesOf(below, [...path, key]));
}

/** The environment variable of a key: `YAOJU_` and its path, upper case. */
export const variableOf = (path: KeyPath): string => `YAOJU_${path.map(String).join('_').toUpperCase()}`;

/** A variable's text as the value that its key wants: text where text fits, else JSON. */
function readValue(schema: z.core.$ZodType, text: string): unknown {
  if (z.safeParse(schema, text).success) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Lays the environment over the file's values; answers a line where a `…_FILE` can't be read. */
function overlay(schema: z.core.$ZodType, root: Json, source: ConfigSource): string | null {
  for (const path of leavesOf(schema)) {
    const leaf = schemaAt(schema, path);
    if (!leaf) continue;
    const name = variableOf(path);
    const text = source.env[name];
    if (text !== undefined) put(root, path, readValue(leaf, text));
    const file = source.env[`${name}_FILE`];
    if (file === undefined || text !== undefined) continue;
    try {
      put(root, path, readValue(leaf, source.readFile(file).replace(/\r?\n$/, '')));
    } catch (error) {
      return `${name}_FILE holds ${show(file)}, which can't be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return null;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** A schema's first complaint as a line: the key, what it holds, what it should hold. */
function complaint(schema: z.core.$ZodType, root: unknown, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(shapeOf(schemaAt(schema, issue.path) ?? schema) ?? {});
    const key = [...issue.path, issue.keys[0] ?? ''].map(String).join('.');
    return `${key} is no key; known here: ${known.join(', ')}`;
  }
  const key = issue.path.map(String).join('.') || 'the whole';
  const held = valueAt(root, issue.path);
  const { description, secret: hidden } = metaOf(schemaAt(schema, issue.path));
  const should = description ? `${description} (${issue.message})` : issue.message;
  const holds = held === undefined ? 'is missing' : `holds ${hidden ? 'a hidden value' : show(held)}`;
  const variable = schemaAt(schema, issue.path) ? ` [or ${variableOf(issue.path)}]` : '';
  return `${key} ${holds}, it should hold ${should}${variable}`;
}

/** Makes every path of a configuration whole, in place; answers with what each came to. */
function takePaths(schema: z.core.$ZodType, config: unknown, source: ConfigSource): TakenPath[] {
  const { resolve, env, text } = source;
  if (!resolve || !isRecord(config)) return [];
  return leavesOf(schema).flatMap((keys) => {
    const written = valueAt(config, keys);
    if (typeof written !== 'string' || metaOf(schemaAt(schema, keys)).path !== true) return [];
    const name = variableOf(keys);
    const given = text === null || env[name] !== undefined || env[`${name}_FILE`] !== undefined;
    const against: PathBase = given ? 'the working directory' : 'the folder of the file';
    const whole = resolve(written, against);
    put(config, keys, whole);
    return [{ key: keys.join('.'), written, path: whole, against }];
  });
}

/**
 * Reads a configuration: the file's JSON, over it the environment (`YAOJU_BOARD_PORT`, or `YAOJU_FLEET_PASSWORD_FILE` for a file that holds the
 * value), checked by a strict schema. Never throws.
 */
export function loadConfig<S extends z.ZodType>(schema: S, source: ConfigSource): LoadedConfig<z.output<S>> {
  const wrong = (line: string) => ({ ok: false, line: `${source.name}: ${line}` }) as const;
  let root: unknown = {};
  if (source.text !== null) {
    try {
      root = JSON.parse(source.text.replace(/^\uFEFF/, ''));
    } catch (error) {
      return wrong(`is no JSON: ${error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error)}`);
    }
  }
  if (!isRecord(root)) return wrong(`holds ${show(root)}, it should hold an object of keys`);
  const unread = overlay(schema, root, source);
  if (unread !== null) return wrong(unread);
  const parsed = schema.safeParse(root);
  if (parsed.success) return { ok: true, config: parsed.data, paths: takePaths(schema, parsed.data, source) };
  const issue = parsed.error.issues.find(({ code }) => code === 'unrecognized_keys') ?? parsed.error.issues[0];
  return wrong(issue ? complaint(schema, root, issue) : 'is not right');
}
