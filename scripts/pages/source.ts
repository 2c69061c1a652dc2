import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

/** The project's root: this runs from dist/scripts/pages. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** A node of the syntax tree, with the fields that are used here. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

const nameOf = (node: unknown): string | null => {
  if (!isNode(node)) return null;
  if (node.type === 'Identifier') return String(node.name);
  return node.type === 'Literal' ? String(node.value) : null;
};

function parsed(path: string): {
  readonly text: string;
  readonly program: Node;
  readonly docs: ReadonlyMap<number, string>;
} {
  const text = readFileSync(join(root, path), 'utf8');
  const { program, comments } = parseSync(path, text);
  const docs = new Map<number, string>();
  for (const { type, value, end } of comments) {
    if (type !== 'Block' || !value.startsWith('*')) continue;
    const behind = end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
    docs.set(
      behind,
      value
        .replace(/^\*/, '')
        .replace(/\s*\n\s*\*?\s*/g, ' ')
        .replace(/\s*\[(?:[A-Z][\w/ ]+|rules|running)[^\]]*\]/g, '')
        .trim(),
    );
  }
  return { text, program: program as unknown as Node, docs };
}

/**
 * The docstrings of a source file: `Name` for a declaration, `Name.field` for a property in it. A
 * property without one has that of the constant that it is made of, if that has one in this file or
 * in `more`.
 */
export function docstringsOf(path: string, more: ReadonlyMap<string, string> = new Map()): Map<string, string> {
  const { program, docs } = parsed(path);
  const found = new Map(more);
  const visit = (node: Node, owner: string | null, at: number): void => {
    const doc = docs.get(at) ?? docs.get(node.start);
    const declares = ['VariableDeclarator', 'TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'FunctionDeclaration'];
    const isField = node.type === 'Property' || node.type === 'TSPropertySignature';
    const name = declares.includes(node.type) ? nameOf(node.id) : isField ? nameOf(node.key) : null;
    const made = isField ? found.get(nameOf(node.value) ?? '') : undefined;
    if (name !== null && owner === null && doc !== undefined) found.set(name, doc);
    if (name !== null && owner !== null && (doc ?? made) !== undefined)
      found.set(`${owner}.${name}`, doc ?? made ?? '');
    const inside = owner ?? (declares.includes(node.type) ? name : null);
    const passes = ['ExportNamedDeclaration', 'VariableDeclaration'].includes(node.type);
    for (const child of childrenOf(node)) visit(child, inside, passes ? at : child.start);
  };
  for (const node of childrenOf(program)) visit(node, null, node.start);
  return found;
}

/**
 * The texts of the first object under a key in a source file, such as `problem: { failed: '…' }`.
 */
export function textsUnder(path: string, key: string): Readonly<Record<string, string>> {
  const bare = (node: unknown): Node | null =>
    isNode(node) ? (node.type === 'ObjectExpression' ? node : bare(node.expression)) : null;
  const search = (node: Node): Node | null => {
    const object = node.type === 'Property' && nameOf(node.key) === key ? bare(node.value) : null;
    if (object !== null) return object;
    for (const child of childrenOf(node)) {
      const found = search(child);
      if (found !== null) return found;
    }
    return null;
  };
  const object = search(parsed(path).program);
  if (object === null) throw new Error(`${path} has no object under ${key}`);
  return Object.fromEntries(childrenOf(object).map((each) => [nameOf(each.key) ?? '', nameOf(each.value) ?? '']));
}
