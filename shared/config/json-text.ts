import { parse, type ValueNode } from '@humanwhocodes/momoa';
import type { Bilingual } from '../contracts/meaning.ts';

/**
 * A JSON text as a value, or where and why it is invalid. The text is never quoted: it may hold
 * secrets.
 */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly why: Bilingual };

const refused = (en: string, zh: string): ParsedJson => ({ ok: false, why: { en, zh } });

/** The place of a parser's error in a text: its line and column, from 1. */
function placeOf(error: unknown): { line: number; column: number } | null {
  const { line, column } = error as { line?: unknown; column?: unknown };
  return typeof line === 'number' && typeof column === 'number' ? { line, column } : null;
}

/** A key that an object has twice, with the lines of both places; null if there is none. */
function duplicateKey(node: ValueNode, path = ''): { key: string; first: number; second: number } | null {
  if (node.type === 'Array')
    for (const [i, { value }] of node.elements.entries()) {
      const within = duplicateKey(value, `${path}${i}.`);
      if (within) return within;
    }
  if (node.type !== 'Object') return null;
  const lines = new Map<string, number>();
  for (const { name, value, loc } of node.members) {
    const key = name.type === 'String' ? name.value : name.name;
    const first = lines.get(key);
    if (first !== undefined) return { key: `${path}${key}`, first, second: loc.start.line };
    lines.set(key, loc.start.line);
    const within = duplicateKey(value, `${path}${key}.`);
    if (within) return within;
  }
  return null;
}

/** The line of the first string that is not closed on its line, from 1; null if all are closed. */
function openTextLine(text: string): number | null {
  let line = 1;
  let inside = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\n') {
      if (inside) return line;
      line++;
    } else if (char === '"') inside = !inside;
    else if (char === '\\' && inside) i++;
  }
  return null;
}

const linesOf = ({ first, second }: { first: number; second: number }): Bilingual =>
  first === second
    ? { en: `line ${first}`, zh: `都在第 ${first} 行` }
    : { en: `lines ${first} and ${second}`, zh: `第 ${first} 行和第 ${second} 行` };

/** Reads JSON strictly: an object with the same key twice is refused. Never throws. */
export function parseJson(text: string): ParsedJson {
  const open = openTextLine(text);
  if (open !== null)
    return refused(
      `is not valid JSON: in line ${open} a quotation mark is missing`,
      `不是有效的 JSON：第 ${open} 行缺少一个半角引号`,
    );
  try {
    const twice = duplicateKey(parse(text, { ranges: false }).body);
    if (twice)
      return refused(
        `${twice.key} stands twice, in ${linesOf(twice).en}: keep one of them`,
        `${twice.key} 重复出现（${linesOf(twice).zh}），请只保留一处`,
      );
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const at = placeOf(error);
    if (!at) return refused('is not valid JSON', '不是有效的 JSON');
    return refused(
      `is not valid JSON at line ${at.line}, column ${at.column}: look there for a missing or extra comma, quotation mark or bracket`,
      `第 ${at.line} 行第 ${at.column} 列不是有效的 JSON：请检查该处是否多了或少了逗号、引号或括号，标点须用半角`,
    );
  }
}
