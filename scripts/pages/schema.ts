import { z } from 'zod';

/** A JSON schema, as far as pages show it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  /** The description in Chinese. */
  readonly zh?: string;
  readonly secret?: boolean;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** What a zod schema takes, as JSON schema. */
export const schemaOf = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema;

const shown = (value: unknown): string =>
  value === '' ? '""' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

/** A schema's type in words: `integer`, `one of a, b`, `list of objects`. */
export function typeText(schema: Schema): string {
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return [...new Set(either.map(typeText))].join(' or ');
  if (schema.const !== undefined) return shown(schema.const);
  if (schema.enum) return schema.enum.map(shown).join(', ');
  if (schema.type === 'array')
    return `list of ${schema.items?.type === 'object' ? 'objects' : typeText(schema.items ?? {})}`;
  if (schema.format === 'uri') return 'URL';
  if (schema.format === 'uuid') return 'UUID';
  if (schema.format === 'date') return 'day';
  if (schema.type === 'string') return 'text';
  if (Array.isArray(schema.type)) return schema.type.map((type: string) => typeText({ ...schema, type })).join(' or ');
  return typeof schema.type === 'string' ? schema.type : 'any value';
}

/**
 * The constraints of a schema besides its type: bounds, lengths, pattern. Empty if there are none.
 */
export function rangeText(schema: Schema): string {
  const parts = (schema.anyOf ?? schema.oneOf ?? []).map(rangeText).filter((text) => text !== '');
  const bound = (value: number | undefined) => (Math.abs(value ?? Infinity) < 8e15 ? value : undefined);
  const [min, max] = [bound(schema.minimum), bound(schema.maximum)];
  if (min !== undefined) parts.push(max === undefined ? `${min} or more` : `${min} to ${max}`);
  else if (max !== undefined) parts.push(`${max} or less`);
  if (schema.maxLength !== undefined) parts.push(`${schema.minLength ?? 0} to ${schema.maxLength} characters`);
  if (schema.maxItems !== undefined) parts.push(`${schema.minItems ?? 0} to ${schema.maxItems} entries`);
  if (schema.pattern !== undefined && schema.format === undefined)
    parts.push(`\`${schema.pattern.replaceAll('|', '\\|')}\``);
  return [...new Set(parts)].join('; ');
}

/** A key of an object schema that has a value, not only keys below it. */
export interface Leaf {
  readonly path: readonly string[];
  readonly schema: Schema;
  readonly required: boolean;
  /** The nearest object around it that may be left out. Null if there is none. */
  readonly within: string | null;
}

/**
 * The keys of an object schema that have a value of their own, also in objects inside it. A list is
 * one key.
 */
export function leavesOf(schema: Schema, path: readonly string[] = [], within: string | null = null): Leaf[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, below]) => {
    const here = [...path, key];
    const required = schema.required?.includes(key) === true;
    if (!below.properties) return [{ path: here, schema: below, required, within }];
    return leavesOf(below, here, required || below.default !== undefined ? within : here.join('.'));
  });
}
