import { z } from 'zod';

/** A path of keys into a configuration, from the outside in. */
export type KeyPath = readonly PropertyKey[];

type Schema = z.core.$ZodType;

const wrapped = new Set(['optional', 'nullable', 'default', 'prefault', 'readonly', 'nonoptional', 'catch']);

/** The schema inside optional, default and the like. */
function bareSchema(schema: Schema): Schema {
  const def = schema._zod.def as z.core.$ZodTypeDef & { innerType?: Schema; in?: Schema };
  if (wrapped.has(def.type) && def.innerType) return bareSchema(def.innerType);
  if (def.type === 'pipe' && def.in) return bareSchema(def.in);
  return schema;
}

/** The keys of an object schema with their schemas; null if it is not an object schema. */
export function shapeOf(schema: Schema): Readonly<Record<string, Schema>> | null {
  const bare = bareSchema(schema);
  return bare instanceof z.ZodObject ? bare.shape : null;
}

/** The schema of a key; null if there is no such key. */
export function schemaAt(schema: Schema, path: KeyPath): Schema | null {
  let here: Schema = schema;
  for (const step of path) {
    const shape = shapeOf(here);
    const bare = bareSchema(here);
    const next = shape ? shape[String(step)] : bare instanceof z.ZodArray ? bare.element : undefined;
    if (!next) return null;
    here = next;
  }
  return here;
}

/** What a schema says about a key in addition to its type. */
interface SchemaMeta {
  readonly description?: string | undefined;
  readonly zh?: string;
  readonly secret?: boolean;
  readonly path?: boolean;
}

/** The `.meta` of a schema, through its wrappers. */
export function metaOf(schema: Schema | null): SchemaMeta {
  if (!schema) return {};
  const outer = (schema instanceof z.ZodType ? schema.meta() : undefined) ?? {};
  const bare = bareSchema(schema);
  const within = (bare !== schema && bare instanceof z.ZodType ? bare.meta() : undefined) ?? {};
  return { ...within, ...outer };
}

/** The paths of all keys that can have a single value: those that the environment may set. */
export function leavesOf(schema: Schema, path: readonly string[] = []): string[][] {
  const shape = shapeOf(schema);
  if (!shape) return [[...path]];
  return Object.entries(shape).flatMap(([key, below]) => leavesOf(below, [...path, key]));
}

/** Whether a schema is a secret or holds one, so that no value of it may be shown. */
export const holdsSecret = (schema: Schema): boolean =>
  metaOf(schema).secret === true ||
  leavesOf(schema).some((path) => path.length > 0 && metaOf(schemaAt(schema, path)).secret === true);

/** The environment variable of a key: `YAOJU_` and its path, upper case. */
export const variableOf = (path: KeyPath): string => `YAOJU_${path.map(String).join('_').toUpperCase()}`;
