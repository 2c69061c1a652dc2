import type { z } from 'zod';
import { type Bilingual, bilingual, joinChineseFirst } from './meaning.ts';

/** What a value of each type is called; types that are not listed here have no name for people. */
const types: Readonly<Record<string, Bilingual>> = {
  string: bilingual('text', '文本'),
  number: bilingual('a number', '数字'),
  int: bilingual('a whole number', '整数'),
  boolean: bilingual('true or false', 'true 或 false'),
  array: bilingual('a list', '列表'),
  object: bilingual('an object with fields', '含有字段的对象'),
  record: bilingual('an object with fields', '含有字段的对象'),
  null: bilingual('null', 'null'),
};

/** How text in each standard format is written. */
const formats: Readonly<Record<string, Bilingual>> = {
  guid: bilingual('must be a UUID', '应为 UUID'),
  uuid: bilingual('must be a UUID', '应为 UUID'),
  date: bilingual('must be a day as YYYY-MM-DD, such as 2028-12-31', '应为年-月-日，如 2028-12-31'),
};

/** What a size is counted in; numbers are compared as they are. */
const units: Readonly<Record<string, Bilingual>> = {
  string: bilingual(' characters', '个字符'),
  array: bilingual(' entries', '项'),
};

const missing = bilingual('is missing', '未填写');
const wrong = bilingual('is not right', '不正确');

function ofType(expected: string, input: unknown): Bilingual {
  if (input === undefined) return missing;
  const type = types[expected];
  return type ? bilingual(`must be ${type.en}`, `应为${spaced(type.zh)}`) : wrong;
}

/** A space between a Chinese character and a Latin one. */
const spaced = (zh: string): string => (/^[\w]/.test(zh) ? ` ${zh}` : zh);

function ofSize(issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig>): Bilingual {
  const small = issue.code === 'too_small';
  const limit = String(small ? issue.minimum : issue.maximum);
  const unit = units[issue.origin];
  if (small && unit && limit === '1') return bilingual('must not be empty', '不能为空');
  if (unit)
    return small
      ? bilingual(`must have at least ${limit}${unit.en}`, `至少 ${limit} ${unit.zh}`)
      : bilingual(`must have at most ${limit}${unit.en}`, `最多 ${limit} ${unit.zh}`);
  if (issue.inclusive === false)
    return small
      ? bilingual(`must be more than ${limit}`, `应大于 ${limit}`)
      : bilingual(`must be less than ${limit}`, `应小于 ${limit}`);
  return small
    ? bilingual(`must be ${limit} or more`, `不能小于 ${limit}`)
    : bilingual(`must be ${limit} or less`, `不能大于 ${limit}`);
}

function ofValues(values: readonly unknown[]): Bilingual {
  const texts = values.map(String);
  return texts.length === 1
    ? bilingual(`must be ${texts[0]}`, `应为 ${texts[0]}`)
    : bilingual(`must be one of: ${texts.join(', ')}`, `应为 ${texts.join('、')} 之一`);
}

/**
 * What a schema's error means, for people: what the value must be, without the names of types in a
 * program. It is said of the value at the issue's path.
 */
export function issueText(issue: z.core.$ZodRawIssue): Bilingual {
  switch (issue.code) {
    case 'invalid_type':
      return ofType(issue.expected, issue.input);
    case 'invalid_value':
      return issue.input === undefined ? missing : ofValues(issue.values);
    case 'too_small':
    case 'too_big':
      return ofSize(issue);
    case 'invalid_format':
      return formats[issue.format] ?? bilingual('is not written in the form that is asked for', '写法不符合要求');
    case 'not_multiple_of':
      return bilingual(`must be a multiple of ${issue.divisor}`, `应为 ${issue.divisor} 的倍数`);
    case 'unrecognized_keys':
      return bilingual(`has unknown fields: ${issue.keys.join(', ')}`, `含有未知字段：${issue.keys.join('、')}`);
    case 'invalid_union':
      return issue.input === undefined
        ? missing
        : bilingual('fits none of the forms that are accepted', '不是可接受的形式');
    case 'invalid_key':
    case 'invalid_element':
      return bilingual('holds a key or an entry that is not right', '含有不正确的键或条目');
    case 'custom':
      return wrong;
    default:
      return unknownCode(issue);
  }
}

const unknownCode = (_: never): Bilingual => wrong;

/**
 * For `safeParse`: every error has a message in both languages, Chinese first, unless the schema
 * states its own.
 */
export const inPlainWords: z.core.ParseContext<z.core.$ZodIssue> = {
  error: (issue) => joinChineseFirst(issueText(issue)),
};
