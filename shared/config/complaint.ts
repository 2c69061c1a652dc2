import type { z } from 'zod';
import { type Bilingual, splitBilingual } from '../contracts/meaning.ts';
import { holdsSecret, type KeyPath, metaOf, schemaAt, shapeOf, variableOf } from './schema-keys.ts';

/** The longest part of a value that a message quotes, in UTF-16 code units. */
const quotedMost = 80;

/** A value as a message quotes it: shortened, and without the user and password of a URL. */
function quoted(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value)).replace(/(\/\/)[^/"\s]*@/g, '$1***@');
  return text.length > quotedMost ? `${text.slice(0, quotedMost - 3)}…` : text;
}

function valueAt(value: unknown, path: KeyPath): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<PropertyKey, unknown>)[step];
  }
  return here;
}

const typeNames: Readonly<Record<string, Bilingual>> = {
  string: { en: 'text in quotation marks', zh: '加引号的文本' },
  number: { en: 'a number without quotation marks', zh: '不加引号的数字' },
  int: { en: 'a whole number without quotation marks', zh: '不加引号的整数' },
  boolean: { en: 'true or false', zh: 'true 或 false' },
  array: { en: 'a list in square brackets', zh: '方括号中的列表' },
  object: { en: 'keys in curly braces', zh: '花括号中的配置项' },
  null: { en: 'null', zh: 'null' },
};

/** What a value should be, derived from the schema's error alone. */
function expectedBy(issue: z.core.$ZodIssue): Bilingual {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? { en: issue.expected, zh: issue.expected };
    case 'invalid_value': {
      const values = issue.values.map(String);
      return { en: values.join(' or '), zh: values.join(' 或 ') };
    }
    case 'too_small': {
      const min = Number(issue.minimum);
      return issue.origin === 'string' || issue.origin === 'array'
        ? { en: `at least ${min} of them`, zh: `至少 ${min} 个` }
        : { en: `${min} or more`, zh: `不小于 ${min}` };
    }
    case 'too_big': {
      const max = Number(issue.maximum);
      return issue.origin === 'string' || issue.origin === 'array'
        ? { en: `at most ${max} of them`, zh: `至多 ${max} 个` }
        : { en: `${max} or less`, zh: `不大于 ${max}` };
    }
    default:
      return { en: 'a value in the form that docs/settings.md shows', zh: 'docs/settings.md 所示格式的值' };
  }
}

/** What a key should hold: the meaning that its schema states, and the error of its own check. */
function expected(schema: z.core.$ZodType | null, issue: z.core.$ZodIssue): Bilingual {
  const { description, zh } = metaOf(schema);
  const own = issue.code === 'custom' ? splitBilingual(issue.message) : null;
  if (description === undefined) return own ?? expectedBy(issue);
  const meant = { en: description, zh: zh ?? description };
  return own ? { en: `${meant.en} (${own.en})`, zh: `${meant.zh}（${own.zh}）` } : meant;
}

/**
 * The message for a schema's error in a configuration: the key, what it holds, and what it should
 * hold. A value that a `…_FILE` variable names is not shown: the file may be any file of this
 * computer.
 */
export function complaint(
  schema: z.core.$ZodType,
  root: unknown,
  issue: z.core.$ZodIssue,
  isFromFile: (path: KeyPath) => boolean = () => false,
): Bilingual {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(shapeOf(schemaAt(schema, issue.path) ?? schema) ?? {});
    const key = [...issue.path, issue.keys[0] ?? ''].map(String).join('.');
    return {
      en: `${key} is not a known key; known here: ${known.join(', ')}`,
      zh: `没有 ${key} 这个配置项；此处可用：${known.join('、')}`,
    };
  }
  const key = issue.path.map(String).join('.');
  const at = schemaAt(schema, issue.path);
  const held = valueAt(root, issue.path);
  const should = expected(at, issue);
  const variable = at ? variableOf(issue.path) : null;
  const or = { en: variable ? ` [or ${variable}]` : '', zh: variable ? `（或用环境变量 ${variable}）` : '' };
  if (held === undefined)
    return {
      en: `${key} is missing; it should hold ${should.en}${or.en}`,
      zh: `缺少 ${key}，应填写${gap(should.zh)}${should.zh}${or.zh}`,
    };
  const hidden = (at !== null && holdsSecret(at)) || isFromFile(issue.path);
  const holds = hidden ? { en: 'a hidden value', zh: '（不显示）' } : { en: quoted(held), zh: quotedInChinese(held) };
  return {
    en: `${key} holds ${holds.en}; it should hold ${should.en}${or.en}`,
    zh: `${key} 的值${holds.zh}不正确，应为${gap(should.zh)}${should.zh}${or.zh}`,
  };
}

/** As `quoted`, in Chinese quotation marks. */
const quotedInChinese = (held: unknown): string =>
  typeof held === 'string' ? quoted(held).replace(/^"(.*)"$/, '“$1”') : ` ${quoted(held)} `;

/** A space between a Chinese character and a Latin one. */
const gap = (text: string): string => (/^[\p{Script=Latin}\d]/u.test(text) ? ' ' : '');
