/** How deep arrays and objects of a message may lie in each other. What the contracts hold is four deep; what is deeper breaks who walks through it. */
export const jsonMaxDepth = 32;

/** A text that is JSON, or why it is not. */
export type ReadJson =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly why: 'not JSON' | 'nested too deep' };

/** Reads JSON that somebody else wrote, no deeper than `jsonMaxDepth`. Never throws. */
export function readJson(text: string): ReadJson {
  if (isDeep(text)) return { ok: false, why: 'nested too deep' };
  try {
    return { ok: true, json: JSON.parse(text) };
  } catch {
    return { ok: false, why: 'not JSON' };
  }
}

const quote = 34;
const backslash = 92;

/** `[` and `{`, and their ends, differ in one bit. */
const opens = (code: number): boolean => (code | 32) === 123;
const closes = (code: number): boolean => (code | 32) === 125;

/** Few texts have brackets enough to be deep: those alone are looked at sign by sign. */
const isDeep = (text: string): boolean =>
  count(text, '{') + count(text, '[') > jsonMaxDepth && depthOf(text) > jsonMaxDepth;

/** How often a sign stands in a text, as far as it matters: every line is asked, so this is the platform's own search. */
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
