/**
 * The maximum nesting of arrays and objects in a message. The contracts need four levels; deeper
 * nesting could overflow the stack of recursive code.
 */
export const jsonMaxDepth = 32;

/** A text that is JSON, or why it is not. */
export type ReadJson =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly why: 'not JSON' | 'nested too deep' };

/** Reads JSON from outside, no deeper than `jsonMaxDepth`. Never throws. */
export function readJson(text: string): ReadJson {
  if (isNestedTooDeep(text)) return { ok: false, why: 'nested too deep' };
  try {
    return { ok: true, json: JSON.parse(text) };
  } catch {
    return { ok: false, why: 'not JSON' };
  }
}

const quote = 34;
const backslash = 92;

/** `[` and `{` differ in one bit, and so do `]` and `}`. */
const opens = (code: number): boolean => (code | 32) === 123;
const closes = (code: number): boolean => (code | 32) === 125;

/** Few texts have enough brackets to be deep, so only those are examined character by character. */
export const isNestedTooDeep = (text: string): boolean =>
  count(text, '{') + count(text, '[') > jsonMaxDepth && depthOf(text) > jsonMaxDepth;

/**
 * How often a character occurs in a text, as far as needed. It runs for every line, so it uses the
 * platform's own search.
 */
function count(text: string, sign: string): number {
  let found = 0;
  for (let at = text.indexOf(sign); at >= 0 && found <= jsonMaxDepth; at = text.indexOf(sign, at + 1)) found += 1;
  return found;
}

function depthOf(text: string): number {
  let depth = 0;
  let max = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted && code === backslash) at += 1;
    else if (code === quote) quoted = !quoted;
    else if (!quoted && opens(code)) max = Math.max(max, ++depth);
    else if (!quoted && closes(code)) depth -= 1;
  }
  return max;
}
