import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as fleetHttp from '../../shared/contracts/fleet-http.ts';
import { inPlainWords } from '../../shared/contracts/issue-text.ts';
import * as kioskHttp from '../../shared/contracts/kiosk-http.ts';
import { splitBilingual } from '../../shared/contracts/meaning.ts';

const messages = (schema: z.ZodType, value: unknown) =>
  (schema.safeParse(value, inPlainWords).error?.issues ?? []).map(({ message }) => splitBilingual(message));

describe('the message of a schema’s error', () => {
  it.each<[string, z.ZodType, unknown, zh: string, en: string]>([
    ['a missing field', z.object({ by: z.string() }), {}, '未填写', 'is missing'],
    ['a missing list', z.object({ lanes: z.array(z.int()) }), {}, '未填写', 'is missing'],
    ['a missing choice', z.object({ role: z.enum(['a', 'b']) }), {}, '未填写', 'is missing'],
    ['text', z.string(), 7, '应为文本', 'must be text'],
    ['a number', z.number(), 'x', '应为数字', 'must be a number'],
    ['a number in an address', z.coerce.number(), 'x', '应为数字', 'must be a number'],
    ['a whole number', z.int(), 1.5, '应为整数', 'must be a whole number'],
    ['a boolean', z.boolean(), 'yes', '应为 true 或 false', 'must be true or false'],
    ['a list', z.array(z.int()), 1, '应为列表', 'must be a list'],
    ['an object', z.object({}), 1, '应为含有字段的对象', 'must be an object with fields'],
    ['a record', z.record(z.string(), z.int()), 1, '应为含有字段的对象', 'must be an object with fields'],
    ['another type', z.date(), 'x', '不正确', 'is not right'],
    ['one value', z.literal(true), false, '应为 true', 'must be true'],
    ['one of several', z.enum(['a', 'b']), 'c', '应为 a、b 之一', 'must be one of: a, b'],
    ['empty text', z.string().min(1), '', '不能为空', 'must not be empty'],
    ['short text', z.string().min(3), 'a', '至少 3 个字符', 'must have at least 3 characters'],
    ['long text', z.string().max(3), 'abcd', '最多 3 个字符', 'must have at most 3 characters'],
    ['a short list', z.array(z.int()).min(2), [1], '至少 2 项', 'must have at least 2 entries'],
    ['a long list', z.array(z.int()).max(1), [1, 2], '最多 1 项', 'must have at most 1 entries'],
    ['a small number', z.int().min(1), 0, '不能小于 1', 'must be 1 or more'],
    ['a large number', z.int().max(9), 10, '不能大于 9', 'must be 9 or less'],
    ['a number at the limit below', z.number().gt(0), 0, '应大于 0', 'must be more than 0'],
    ['a number at the limit above', z.number().lt(9), 9, '应小于 9', 'must be less than 9'],
    ['a UUID', z.guid(), 'x', '应为 UUID', 'must be a UUID'],
    ['a day', z.iso.date(), 'x', '应为年-月-日，如 2028-12-31', 'must be a day as YYYY-MM-DD, such as 2028-12-31'],
    ['a form', z.string().regex(/^a/), 'b', '写法不符合要求', 'is not written in the form that is asked for'],
    ['a multiple', z.number().multipleOf(5), 7, '应为 5 的倍数', 'must be a multiple of 5'],
    ['unknown fields', z.strictObject({}), { a: 1, b: 2 }, '含有未知字段：a、b', 'has unknown fields: a, b'],
    ['a union', z.union([z.int(), z.boolean()]), 'x', '不是可接受的形式', 'fits none of the forms that are accepted'],
    ['a key', z.record(z.string().min(2), z.int()), { a: 1 }, '含有不正确的键或条目', 'holds a key or an entry that is not right'],
    ['an entry', z.map(z.string(), z.int()), new Map([['a', 'b']]), '应为数字', 'must be a number'],
    ['a check without a message', z.string().refine(() => false), 'a', '不正确', 'is not right'],
    ['a check with its own message', z.string().refine(() => false, '错 · wrong'), 'a', '错', 'wrong'],
  ])('for %s is plain in both languages', (_, schema, value, zh, en) => {
    expect(messages(schema, value)).toEqual([{ zh, en }]);
  });
});

/** Every check of a schema and of its parts, with the message that the check states itself. */
function ownMessages(schema: z.core.$ZodType, seen = new Set<unknown>()): { format: string | null; own: string | null }[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const def = schema._zod.def as unknown as Record<string, unknown>;
  const checks = (def.checks ?? []) as readonly { _zod: { def: { format?: string; error?: (issue: unknown) => unknown } } }[];
  const own = checks.map(({ _zod: { def: of } }) => {
    const said = of.error?.({ code: 'custom', input: '', path: [] });
    const text = typeof said === 'object' && said !== null ? (said as { message: string }).message : said;
    return { format: of.format ?? null, own: typeof text === 'string' ? text : null };
  });
  const parts = Object.values(def).flatMap((part) =>
    part instanceof z.core.$ZodType
      ? [part]
      : typeof part === 'object' && part !== null
        ? Object.values(part).filter((each) => each instanceof z.core.$ZodType)
        : [],
  );
  return [...own, ...parts.flatMap((part) => ownMessages(part, seen))];
}

describe('a schema of the HTTP contracts', () => {
  const schemas = Object.entries({ ...kioskHttp, ...fleetHttp }).filter(([, schema]) => schema instanceof z.ZodType);

  it.each(schemas)('%s states its own messages in both languages', (_, schema) => {
    const all = ownMessages(schema as z.ZodType);
    expect(all.filter(({ own }) => own !== null && splitBilingual(own) === null)).toEqual([]);
    expect(all.filter(({ format, own }) => format === 'regex' && own === null)).toEqual([]);
  });
});
